#include "vault/durable_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMagicSize = 16;
constexpr mode_t kOwnerOnly = 0600;

class FileDescriptor {
 public:
  FileDescriptor(const std::filesystem::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, kOwnerOnly)) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

Failure write_failed(const std::filesystem::path& file) {
  if (errno == ENOSPC || errno == EDQUOT) {
    return fail(ErrorCode::kStorage, "the disk is full",
                "free some space; nothing that was accepted before is lost",
                file.filename().string());
  }
  return fail(ErrorCode::kStorage, "a file of the vault can't be written",
              "check the disk and the permissions of the vault's folder",
              file.filename().string());
}

bool write_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return true;
}

}  // namespace

Result<void> write_durably(const std::filesystem::path& file, ByteView bytes) {
  const std::filesystem::path beside = file.string() + ".new";
  {
    const FileDescriptor out(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!out.valid() || !write_all(out.get(), bytes) || ::fsync(out.get()) != 0) {
      return write_failed(file);
    }
  }
  if (::rename(beside.c_str(), file.c_str()) != 0) return write_failed(file);
  const FileDescriptor folder(file.parent_path(), O_RDONLY | O_DIRECTORY);
  if (!folder.valid() || ::fsync(folder.get()) != 0) return write_failed(file);
  return {};
}

Result<Bytes> read_small_file(const std::filesystem::path& file, std::size_t most_bytes) {
  const FileDescriptor in(file, O_RDONLY);
  struct stat info {};
  if (!in.valid() && errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a file of the vault is missing",
                "check --vault, or restore the file from a backup",
                file.filename().string());
  }
  const bool usable = in.valid() && ::fstat(in.get(), &info) == 0 &&
                      static_cast<std::size_t>(info.st_size) <= most_bytes;
  Bytes bytes(usable ? static_cast<std::size_t>(info.st_size) : 0);
  if (!usable || ::pread(in.get(), bytes.data(), bytes.size(), 0) !=
                     static_cast<ssize_t>(bytes.size())) {
    return fail(ErrorCode::kStorage, "a file of the vault can't be read",
                "check the disk and the permissions of the vault's folder",
                file.filename().string());
  }
  return bytes;
}

Bytes frame_file(std::string_view magic, ByteView content) {
  ByteWriter out;
  out.raw(as_bytes(magic));
  out.raw(content);
  out.raw(blake2b_16({out.view()}));
  return out.take();
}

Result<Bytes> unframe_file(std::string_view magic, ByteView file, std::string subject) {
  const bool long_enough = file.size() >= kMagicSize + sizeof(Hash16);
  if (!long_enough || as_text(file.first(kMagicSize)) != magic) {
    return fail(ErrorCode::kCorrupt, "not a file that this version of tangthu made",
                "check --vault; a newer vault needs a newer tangthu", std::move(subject));
  }
  const ByteView covered = file.first(file.size() - sizeof(Hash16));
  const Hash16 check = blake2b_16({covered});
  if (!equal_in_constant_time(check, file.last(sizeof(Hash16)))) {
    return fail(ErrorCode::kCorrupt, "a file of the vault is damaged",
                "restore the file from a backup", std::move(subject));
  }
  return to_bytes(covered.subspan(kMagicSize));
}

}  // namespace tangthu::vault
