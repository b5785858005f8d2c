// The objects of a backup repository: files named by the SHA-256 of what is in them,
// so that what has not changed is kept once, and anybody can check each one.
//
// An object is written beside, synced, read again from the disk and compared, and only
// then named; a name that is there stands for whole bytes. Objects that no snapshot names
// are harmless. Memory: two blocks. Thread rule: one thread at a time.
#pragma once

#include "vault/block_file.h"
#include "vault/crypto.h"

namespace tangthu::vault {

struct ObjectRef {
  Hash32 hash{};
  std::uint64_t size = 0;
};

class ObjectPool {
 public:
  explicit ObjectPool(const std::filesystem::path& repository);

  // Makes the folder; removes what an interrupted backup left unnamed.
  Result<void> prepare() const;

  struct Kept {
    ObjectRef object;
    bool added = false;
  };
  // Keeps [offset, offset + size) of a file. kStorage also when it changed meanwhile.
  Result<Kept> keep(const std::filesystem::path& file, std::uint64_t offset,
                    std::uint64_t size) const;
  Result<Kept> keep(ByteView bytes) const;
  // All names are on disk.
  Result<void> sync() const;

  // kCorrupt, naming the object, when it is missing or not what its name says: then what
  // the sink has seen is worth nothing.
  Result<void> read(const ObjectRef& object, const BlockSink& see) const;
  // An object of at most `most_bytes`.
  Result<Bytes> read_small(const ObjectRef& object, std::size_t most_bytes) const;
  bool has(const ObjectRef& object) const;

  // Removes every object that `is_named` does not want. Returns their bytes.
  Result<std::uint64_t> sweep(
      const std::function<bool(const std::string&)>& is_named) const;

 private:
  using Source = std::function<Result<void>(const BlockSink&)>;
  Result<Kept> keep(const Source& source, std::uint64_t size) const;
  std::filesystem::path path_of(const Hash32& hash) const;

  std::filesystem::path folder_;
};

std::string object_name(const Hash32& hash);

}  // namespace tangthu::vault
