// Large files, block by block: read in a part, written from start to end. Memory is
// bounded by one block.
#pragma once

#include <filesystem>
#include <functional>

#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace tangthu::vault {

inline constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

using BlockSink = std::function<Result<void>(ByteView block)>;

// The bytes [offset, offset + length) of a file. kNotFound without a file, kCorrupt when
// it ends before, kStorage when it can't be read; what the sink says ends it too.
Result<void> read_blocks(const std::filesystem::path& file, std::uint64_t offset,
                         std::uint64_t length, const BlockSink& see);

// A file that is being written; an older one of the name is replaced.
class BlockWriter {
 public:
  static Result<BlockWriter> create(const std::filesystem::path& file);

  Result<void> write(ByteView block);
  // The bytes are on disk, and out of memory as far as the system lets them: what is read
  // next comes from the disk.
  Result<void> finish();

 private:
  BlockWriter(Descriptor out, std::string name)
      : out_(std::move(out)), name_(std::move(name)) {}
  Descriptor out_;
  std::string name_;
};

// Names that were made, changed or removed in the folder are on disk.
Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace tangthu::vault
