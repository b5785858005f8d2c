#include "base/descriptor.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tangthu {
namespace {

// Repeats `step(done)`, which tells how many bytes it moved, until all `size` are done or
// it moves none. Nothing on failure.
template <typename Step>
std::optional<std::size_t> repeat(std::size_t size, Step step) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t part = step(done);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return std::nullopt;
    if (part == 0) break;
    done += static_cast<std::size_t>(part);
  }
  return done;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Descriptor::reset() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Descriptor open_file(const std::filesystem::path& file, int flags) {
  return Descriptor(::open(file.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR));
}

bool write_all(int fd, ByteView bytes) {
  return repeat(bytes.size(), [&](std::size_t done) {
           return ::write(fd, bytes.data() + done, bytes.size() - done);
         }) == bytes.size();
}

bool write_all_at(int fd, std::uint64_t offset, ByteView bytes) {
  return repeat(bytes.size(), [&](std::size_t done) {
           return ::pwrite(fd, bytes.data() + done, bytes.size() - done,
                           static_cast<off_t>(offset + done));
         }) == bytes.size();
}

std::optional<std::size_t> read_at(int fd, std::uint64_t offset,
                                   std::span<std::uint8_t> out) {
  return repeat(out.size(), [&](std::size_t done) {
    return ::pread(fd, out.data() + done, out.size() - done,
                   static_cast<off_t>(offset + done));
  });
}

bool sync_names_in(const std::filesystem::path& folder) {
  const Descriptor handle =
      open_file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  return handle.valid() && ::fsync(handle.get()) == 0;
}

}  // namespace tangthu
