// Bodies beside RocksDB: append-only files `body-NNNNNNNN` in the store's folder, so that
// a body is written to the disk once and not into a log first. RocksDB keeps the places.
//
// What append() wrote is on disk when sync() returns; whoever commits what refers to it
// calls sync() first. What no place refers to any more is given back to the file system
// by free_all_but(), except in files that a checkpoint has links to: those wait for the
// next time.
//
// Thread rule: all calls may come from any thread. Errors: kStorage; after one of
// sync() nothing more is appended until the files are opened again, as nobody knows
// which bytes the system still holds. kCorrupt when a place is not in its file.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "vault/group_sync.h"

namespace tangthu::vault {

struct BodyPlace {
  std::uint32_t file = 0;
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  bool operator==(const BodyPlace&) const = default;
  bool operator<(const BodyPlace& other) const {
    return std::tie(file, offset, size) < std::tie(other.file, other.offset, other.size);
  }
};

class BodyFiles {
 public:
  static constexpr std::uint32_t kMaxFileBytes = std::uint32_t{256} << 20;

  // A written place. Until this is destroyed the place is not free, though nothing refers
  // to it yet.
  class Appended {
   public:
    Appended(BodyFiles& files, const BodyPlace& place) : files_(&files), place_(place) {}
    Appended(Appended&& other) noexcept
        : files_(std::exchange(other.files_, nullptr)), place_(other.place_) {}
    Appended& operator=(Appended&&) = delete;
    Appended(const Appended&) = delete;
    Appended& operator=(const Appended&) = delete;
    ~Appended();
    const BodyPlace& place() const { return place_; }

   private:
    BodyFiles* files_;
    BodyPlace place_;
  };

  // The folder exists.
  explicit BodyFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<Appended> append(ByteView bytes);
  Result<void> sync();
  // The part of the place from `skip` on, `length` bytes or up to its end.
  Result<Bytes> read(const BodyPlace& place, std::uint64_t skip,
                     std::uint64_t length) const;
  Result<void> link_into(const std::filesystem::path& other) const;

  // `live` tells the places in use, in any order. What is being appended meanwhile is
  // kept without being told.
  using LivePlaces = std::function<Result<std::vector<BodyPlace>>()>;
  Result<void> free_all_but(const LivePlaces& live);

  static std::string name_of(std::uint32_t file);
  static std::optional<std::uint32_t> number_of(std::string_view name);

 private:
  using Sizes = std::map<std::uint32_t, std::uint64_t>;

  Result<BodyPlace> reserve(std::uint32_t size);
  Result<void> begin_file(std::uint32_t number);
  Result<Sizes> sizes() const;
  Result<void> free_between(std::uint32_t file, std::uint64_t size,
                            std::span<const BodyPlace> live) const;
  Result<void> remove(std::uint32_t file) const;

  const std::filesystem::path folder_;

  mutable std::mutex names_;  // while files are linked or freed

  std::mutex places_;  // guards what follows
  std::shared_ptr<const Descriptor> last_;
  std::uint32_t number_ = 0;
  std::uint64_t end_ = 0;
  std::set<BodyPlace> arriving_;
  std::map<std::uint32_t, std::shared_ptr<const Descriptor>> unsynced_;

  GroupSync syncs_;
};

}  // namespace tangthu::vault
