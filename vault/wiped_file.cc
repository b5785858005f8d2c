#include "vault/wiped_file.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

using std::filesystem::path;

class OpenFile {
 public:
  explicit OpenFile(const path& file)
      : fd_(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  bool valid() const { return fd_ >= 0; }

  bool overwrite() const {
    struct stat info {};
    if (::fstat(fd_, &info) != 0 || !S_ISREG(info.st_mode)) return false;
    static constexpr std::array<std::uint8_t, 65536> kZeroes{};
    for (off_t at = 0; at < info.st_size;) {
      const off_t size = std::min<off_t>(kZeroes.size(), info.st_size - at);
      const auto done = ::pwrite(fd_, kZeroes.data(), static_cast<std::size_t>(size), at);
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return false;
      at += done;
    }
    return ::fdatasync(fd_) == 0;
  }

 private:
  int fd_;
};

path old_name(const path& file) {
  return file.string() + ".old";
}

Failure not_wiped(const path& file) {
  return fail(ErrorCode::kStorage, "an old copy of the shred keys can't be overwritten",
              "check the disk and its permissions, then try again",
              file.filename().string());
}

bool missing(const path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) != 0 && errno == ENOENT;
}

bool same_file(const path& a, const path& b) {
  struct stat first {};
  struct stat second {};
  return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// Whose name the disk knows is certain only then.
bool sync_folder_of(const path& file) {
  const int fd = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return synced;
}

}  // namespace

Result<void> wipe_file(const path& file) {
  if (missing(file)) return {};
  const OpenFile open(file);
  if (!open.valid() || !open.overwrite() || ::unlink(file.c_str()) != 0) {
    return not_wiped(file);
  }
  return {};
}

Result<void> finish_wiping(const path& file) {
  TRY(wipe_file(file.string() + ".new"));
  const path old = old_name(file);
  if (missing(old)) return {};
  // The interruption came before the new file took the name: this is the living one.
  if (same_file(file, old)) {
    if (::unlink(old.c_str()) != 0) return not_wiped(old);
    return {};
  }
  if (!sync_folder_of(file)) return not_wiped(old);
  return wipe_file(old);
}

Result<void> replace_and_wipe(const path& file, ByteView bytes) {
  TRY(finish_wiping(file));
  const OpenFile old(file);  // also where there are no hard links, as on FAT
  const bool linked = ::link(file.c_str(), old_name(file).c_str()) == 0;
  if (auto written = write_durably(file, bytes); !written) {
    (void)finish_wiping(file);
    return written;
  }
  if (linked) return wipe_file(old_name(file));
  if (old.valid() && !old.overwrite()) return not_wiped(file);
  return {};
}

}  // namespace tangthu::vault
