#include "vault/block_file.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace tangthu::vault {
namespace {

constexpr mode_t kOwnerOnly = 0600;

struct OpenFile {
  int fd;
  explicit OpenFile(int opened) : fd(opened) {}
  ~OpenFile() {
    if (fd >= 0) ::close(fd);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
};

Failure cant_read(std::string name) {
  return fail(ErrorCode::kStorage, "a file can't be read",
              "check the disk and the file's permissions", std::move(name));
}

Failure cant_write(std::string name) {
  if (errno == ENOSPC || errno == EDQUOT) {
    return fail(ErrorCode::kStorage, "the disk is full",
                "free some space; nothing that was accepted before is lost",
                std::move(name));
  }
  return fail(ErrorCode::kStorage, "a file can't be written",
              "check the disk and the folder's permissions", std::move(name));
}

}  // namespace

Result<void> read_blocks(const std::filesystem::path& file, std::uint64_t offset,
                         std::uint64_t length, const BlockSink& see) {
  const std::string name = file.filename().string();
  const OpenFile in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.fd < 0 && errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a file is missing",
                "check the path, or take it from a backup", name);
  }
  if (in.fd < 0) return cant_read(name);
  static_cast<void>(::posix_fadvise(in.fd, 0, 0, POSIX_FADV_SEQUENTIAL));
  Bytes block(static_cast<std::size_t>(std::min<std::uint64_t>(kBlockBytes, length)));
  while (length > 0) {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), length));
    const ssize_t got = ::pread(in.fd, block.data(), wanted, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cant_read(name);
    if (got == 0) {
      return fail(ErrorCode::kCorrupt, "a file is shorter than it was",
                  "take it from a backup", name);
    }
    const auto count = static_cast<std::size_t>(got);
    TRY(see(ByteView(block).first(count)));
    offset += count;
    length -= count;
  }
  return {};
}

Result<BlockWriter> BlockWriter::create(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  const int fd =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
  if (fd < 0) return cant_write(std::move(name));
  return BlockWriter(fd, std::move(name));
}

BlockWriter::BlockWriter(BlockWriter&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)) {}

BlockWriter::~BlockWriter() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> BlockWriter::write(ByteView block) {
  while (!block.empty()) {
    const ssize_t done = ::write(fd_, block.data(), block.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return cant_write(name_);
    block = block.subspan(static_cast<std::size_t>(done));
  }
  return {};
}

Result<void> BlockWriter::finish() {
  if (::fsync(fd_) != 0) return cant_write(name_);
  static_cast<void>(::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED));
  ::close(std::exchange(fd_, -1));
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const OpenFile handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.fd >= 0 && ::fsync(handle.fd) == 0) return {};
  return cant_write(folder.filename().string());
}

}  // namespace tangthu::vault
