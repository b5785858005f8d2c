// File descriptors that close themselves, and whole reads and writes through them.
// Failure is told by the return value and errno, as the callers know the names to tell.
// Any thread; a descriptor is used by one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "base/bytes.h"

namespace tangthu {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

// open(2) with O_CLOEXEC; a file that it makes is its owner's only. Not valid on failure.
Descriptor open_file(const std::filesystem::path& file, int flags);

bool write_all(int fd, ByteView bytes);
bool write_all_at(int fd, std::uint64_t offset, ByteView bytes);
// As many bytes as there are, up to out.size(); nothing when they can't be read.
std::optional<std::size_t> read_at(int fd, std::uint64_t offset,
                                   std::span<std::uint8_t> out);
// Names that were made, changed or removed in the folder are on disk.
bool sync_names_in(const std::filesystem::path& folder);

}  // namespace tangthu
