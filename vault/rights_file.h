// The file "rights" of a vault: a counter that ends sessions when rights are taken back,
// in whatever process they are (docs/FORMAT.md).
//
// Every act of a session asks for it, so it is read again only when it may be another
// file than the one that was read: other inode, size or times. One that was written
// within the two seconds before it was read is not trusted to show its next change in
// these, and is read each time. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>

#include <sys/stat.h>

#include "base/result.h"

namespace tangthu::vault {

class RightsFile {
 public:
  explicit RightsFile(const std::filesystem::path& vault);

  // kNotFound, kStorage, kCorrupt.
  Result<std::uint64_t> read() const;
  // Durable when it returns. Errors: kStorage.
  Result<void> write(std::uint64_t count) const;
  // As read(), by what is known where the file is the same.
  Result<std::uint64_t> count();

 private:
  struct Known {
    struct stat file;
    std::uint64_t count;
  };

  std::filesystem::path path_;
  std::mutex reading_;  // guards what follows
  std::optional<Known> known_;
};

}  // namespace tangthu::vault
