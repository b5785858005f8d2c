#include "tests/faults/disk.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tangthu::faults {
namespace {

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}
// The C library's.
namespace libc {
#define LIBC(name, ...)                                     \
  template <typename... Arguments>                          \
  auto name(Arguments... arguments) {                       \
    static auto* const function = real<__VA_ARGS__>(#name); \
    return function(arguments...);                          \
  }
LIBC(open, int(const char*, int, mode_t))
LIBC(close, int(int))
LIBC(write, ssize_t(int, const void*, size_t))
LIBC(pwrite, ssize_t(int, const void*, size_t, off_t))
LIBC(fsync, int(int))
LIBC(fdatasync, int(int))
LIBC(ftruncate, int(int, off_t))
LIBC(truncate, int(const char*, off_t))
LIBC(posix_fallocate, int(int, off_t, off_t))
LIBC(rename, int(const char*, const char*))
LIBC(link, int(const char*, const char*))
LIBC(unlink, int(const char*))
#undef LIBC
}  // namespace libc

namespace fs = std::filesystem;

// How to take a write back.
struct OldBytes {
  off_t offset;
  std::string bytes;
  off_t file_size;
};

struct File {
  int fd = -1;  // of our own: the file may lose its names
  std::vector<OldBytes> undo;
};

struct NameChange {
  enum class Kind { kMade, kRenamed, kRemoved } kind;
  std::string path;
  std::string to;     // of kRenamed
  std::string saved;  // what was removed or replaced, in the attic
};

enum class Point { kWrite, kRoom, kSync, kName };
enum class Order { kGoOn, kFail, kHalf, kPretend };

class Disk {
 public:
  // Never destroyed: RocksDB's threads outlive static objects.
  static Disk& instance() {
    static Disk* const disk = new Disk();
    return *disk;
  }

  void watch(const fs::path& folder, const fs::path& attic, Fault fault,
             std::uint64_t at) {
    const std::lock_guard lock(mutex_);
    folder_ = folder.string() + "/";
    attic_ = attic.string();
    fault_ = fault;
    at_ = at;
    points_ = 0;
    struck_.clear();
    dead_ = false;
    full_ = false;
    spare_ = 0;
  }
  void die() {
    const std::lock_guard lock(mutex_);
    dead_ = true;
  }
  void end(Fault fault) {
    const std::lock_guard lock(mutex_);
    const bool drops_data =
        fault == Fault::kPowerCut || fault == Fault::kZeroes || fault == Fault::kLostSync;
    if (drops_data) undo_writes();
    if (drops_data && fault != Fault::kZeroes) undo_names();
    for (auto& [inode, file] : files_)
      if (file.fd >= 0) libc::close(file.fd);
    files_.clear();
    names_.clear();
    opened_.clear();
    folder_.clear();
  }
  std::uint64_t points() {
    const std::lock_guard lock(mutex_);
    return points_;
  }
  const std::string& struck() const { return struck_; }

  int open(const char* path, int flags, mode_t mode) {
    const std::lock_guard lock(mutex_);
    if (!watches(path)) return libc::open(path, flags, mode);
    struct stat info {};
    const bool there = ::stat(path, &info) == 0;
    const bool makes = (flags & O_CREAT) != 0 && !there;
    if (makes && order(Point::kName, "create", path) != Order::kGoOn) return -1;
    const bool empties = (flags & O_TRUNC) != 0 && there && info.st_size > 0;
    if (empties && order(Point::kWrite, "empty", path) != Order::kGoOn) return -1;
    if (dead_ && (flags & O_ACCMODE) != O_RDONLY) return error(EIO);
    if (empties) save_all(path);
    const int fd = libc::open(path, flags, mode);
    if (fd >= 0) opened_[fd] = path;
    if (fd >= 0 && makes) names_.push_back({NameChange::Kind::kMade, path, {}, {}});
    return fd;
  }
  int close(int fd) {
    const std::lock_guard lock(mutex_);
    opened_.erase(fd);
    return libc::close(fd);
  }

  ssize_t write(int fd, const void* bytes, size_t size, off_t offset) {
    const std::lock_guard lock(mutex_);
    const auto at = opened_.find(fd);
    const bool positioned = offset >= 0;
    if (at == opened_.end() || folder_.empty()) {
      return positioned ? libc::pwrite(fd, bytes, size, offset)
                        : libc::write(fd, bytes, size);
    }
    const Order what = order(Point::kWrite, "write", at->second);
    if (what == Order::kFail) return -1;
    if (what == Order::kHalf) size /= 2;
    struct stat info {};
    ::fstat(fd, &info);
    const bool appends = (::fcntl(fd, F_GETFL) & O_APPEND) != 0;
    const off_t place = positioned ? offset
                        : appends  ? info.st_size
                                   : ::lseek(fd, 0, SEEK_CUR);
    save(fd, place, static_cast<off_t>(size));
    const ssize_t done =
        positioned ? libc::pwrite(fd, bytes, size, offset) : libc::write(fd, bytes, size);
    return what == Order::kHalf ? error(EIO) : done;
  }

  int sync(int fd, bool data_only) {
    const std::lock_guard lock(mutex_);
    const auto at = opened_.find(fd);
    if (at == opened_.end() || folder_.empty())
      return data_only ? libc::fdatasync(fd) : libc::fsync(fd);
    const Order what = order(Point::kSync, "sync", at->second);
    if (what == Order::kFail || what == Order::kHalf) return error(EIO);
    if (what == Order::kPretend) return 0;
    // The machine that runs the test does not lose power: its own disk is left alone.
    struct stat info {};
    ::fstat(fd, &info);
    if (S_ISDIR(info.st_mode)) {
      std::erase_if(names_, [&](const NameChange& change) {
        return fs::path(change.path).parent_path() == fs::path(at->second);
      });
    } else {
      files_[info.st_ino].undo.clear();
    }
    return 0;
  }

  int resize(int fd, off_t size) {
    const std::lock_guard lock(mutex_);
    const auto at = opened_.find(fd);
    if (at == opened_.end() || folder_.empty()) return libc::ftruncate(fd, size);
    if (order(Point::kWrite, "resize", at->second) != Order::kGoOn) return -1;
    struct stat info {};
    ::fstat(fd, &info);
    save(fd, size, info.st_size > size ? info.st_size - size : 0);
    return libc::ftruncate(fd, size);
  }
  // The reserve: giving it back makes room on a full disk.
  int resize(const char* path, off_t size) {
    const std::lock_guard lock(mutex_);
    if (!watches(path)) return libc::truncate(path, size);
    if (order(Point::kName, "resize", path) != Order::kGoOn) return -1;
    if (full_) spare_ = std::uint64_t{1} << 20;
    return libc::truncate(path, size);
  }
  int allocate(int fd, off_t offset, off_t size) {
    const std::lock_guard lock(mutex_);
    const auto at = opened_.find(fd);
    if (at == opened_.end() || folder_.empty())
      return libc::posix_fallocate(fd, offset, size);
    if (order(Point::kRoom, "allocate", at->second) != Order::kGoOn) return errno;
    return libc::posix_fallocate(fd, offset, size);
  }

  int rename(const char* from, const char* to) {
    const std::lock_guard lock(mutex_);
    if (!watches(from)) return libc::rename(from, to);
    if (order(Point::kName, "rename", to) != Order::kGoOn) return -1;
    const std::string saved = save_name(to);
    const int done = libc::rename(from, to);
    if (done == 0) names_.push_back({NameChange::Kind::kRenamed, from, to, saved});
    return done;
  }
  int link(const char* from, const char* to) {
    const std::lock_guard lock(mutex_);
    if (!watches(from)) return libc::link(from, to);
    if (order(Point::kName, "link", to) != Order::kGoOn) return -1;
    const int done = libc::link(from, to);
    if (done == 0) names_.push_back({NameChange::Kind::kMade, to, {}, {}});
    return done;
  }
  int unlink(const char* path) {
    const std::lock_guard lock(mutex_);
    if (!watches(path)) return libc::unlink(path);
    if (order(Point::kName, "unlink", path) != Order::kGoOn) return -1;
    const std::string saved = save_name(path);
    const int done = libc::unlink(path);
    if (done == 0) names_.push_back({NameChange::Kind::kRemoved, path, {}, saved});
    return done;
  }

 private:
  static int error(int code) {
    errno = code;
    return -1;
  }
  bool watches(const char* path) const {
    // The folder itself too: it is synced as others are.
    return !folder_.empty() && (std::string(path) + "/").starts_with(folder_);
  }

  // What becomes of an operation; errno is set when it does not go on.
  Order order(Point point, const char* name, const std::string& path) {
    if (dead_) return error(EIO), Order::kFail;
    const bool strikes = ++points_ == at_ && fault_ != Fault::kNone;
    if (strikes) struck_ = std::string(name) + " " + fs::path(path).filename().string();
    const bool takes_room = point != Point::kSync;
    if (strikes && fault_ == Fault::kNoSpace) full_ = true;
    if (full_ && takes_room && std::string_view(name) != "unlink" && !take_spare(name)) {
      return error(ENOSPC), Order::kFail;
    }
    if (!strikes || fault_ == Fault::kNoSpace) return Order::kGoOn;
    if (fault_ == Fault::kIoError) return error(EIO), Order::kFail;
    if (fault_ == Fault::kLostSync)
      return point == Point::kSync ? Order::kPretend : Order::kGoOn;
    dead_ = true;
    if (fault_ == Fault::kTornWrite && point == Point::kWrite &&
        std::string_view(name) == "write")
      return Order::kHalf;
    return error(EIO), Order::kFail;
  }
  bool take_spare(const char* name) {
    if (std::string_view(name) == "resize") return true;
    constexpr std::uint64_t kEach = 4096;
    if (spare_ < kEach) return false;
    spare_ -= kEach;
    return true;
  }

  void save(int fd, off_t offset, off_t size) {
    struct stat info {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) return;
    File& file = files_[info.st_ino];
    if (file.fd < 0) {
      const std::string name = "/proc/self/fd/" + std::to_string(fd);
      file.fd = libc::open(name.c_str(), O_RDWR | O_CLOEXEC, mode_t{0});
    }
    OldBytes old{offset, {}, info.st_size};
    if (offset < info.st_size) {
      old.bytes.resize(static_cast<std::size_t>(std::min(size, info.st_size - offset)));
      if (::pread(file.fd, old.bytes.data(), old.bytes.size(), offset) < 0) std::abort();
    }
    file.undo.push_back(std::move(old));
  }
  void save_all(const char* path) {
    const int fd = libc::open(path, O_RDWR | O_CLOEXEC, mode_t{0});
    struct stat info {};
    ::fstat(fd, &info);
    save(fd, 0, info.st_size);
    libc::close(fd);
  }
  // A further name, in the attic, for what is about to lose this one.
  std::string save_name(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return {};
    std::string saved = attic_ + "/" + std::to_string(next_saved_++);
    if (libc::link(path.c_str(), saved.c_str()) != 0) std::abort();
    return saved;
  }

  void undo_writes() {
    for (auto& [inode, file] : files_) {
      for (auto old = file.undo.rbegin(); old != file.undo.rend(); ++old) {
        if (libc::ftruncate(file.fd, old->file_size) != 0 ||
            libc::pwrite(file.fd, old->bytes.data(), old->bytes.size(), old->offset) < 0)
          std::abort();
      }
    }
  }
  void undo_names() {
    for (auto change = names_.rbegin(); change != names_.rend(); ++change) {
      switch (change->kind) {
        case NameChange::Kind::kMade:
          libc::unlink(change->path.c_str());
          break;
        case NameChange::Kind::kRenamed:
          libc::rename(change->to.c_str(), change->path.c_str());
          if (!change->saved.empty())
            libc::rename(change->saved.c_str(), change->to.c_str());
          break;
        case NameChange::Kind::kRemoved:
          if (!change->saved.empty())
            libc::rename(change->saved.c_str(), change->path.c_str());
          break;
      }
    }
  }

  std::mutex mutex_;  // guards everything
  std::string folder_;
  std::string attic_;
  Fault fault_ = Fault::kNone;
  std::uint64_t at_ = 0;
  std::uint64_t points_ = 0;
  std::string struck_;
  bool dead_ = false;
  bool full_ = false;
  std::uint64_t spare_ = 0;  // bytes that the reserve gave back
  std::uint64_t next_saved_ = 0;
  std::map<int, std::string> opened_;
  std::map<ino_t, File> files_;
  std::vector<NameChange> names_;
};

}  // namespace

std::string_view fault_name(Fault fault) {
  static constexpr std::string_view kNames[] = {
      "none", "io-error", "no-space", "torn-write", "power-cut", "zeroes", "lost-sync"};
  return kNames[static_cast<std::size_t>(fault)];
}

void watch(const fs::path& folder, const fs::path& attic, Fault fault, std::uint64_t at) {
  Disk::instance().watch(folder, attic, fault, at);
}
std::uint64_t write_points() {
  return Disk::instance().points();
}
bool struck() {
  return !Disk::instance().struck().empty();
}
std::string_view struck_at() {
  return Disk::instance().struck();
}
void die() {
  Disk::instance().die();
}
void end_watch(Fault fault) {
  Disk::instance().end(fault);
}

}  // namespace tangthu::faults

// In place of the C library's.
using tangthu::faults::Disk;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return Disk::instance().open(path, flags, mode);
}
int __open_2(const char* path, int flags) {  // NOLINT: the C library's name
  return Disk::instance().open(path, flags, 0);
}
int close(int fd) {
  return Disk::instance().close(fd);
}
ssize_t write(int fd, const void* bytes, size_t size) {
  return Disk::instance().write(fd, bytes, size, -1);
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  return Disk::instance().write(fd, bytes, size, offset);
}
int fsync(int fd) {
  return Disk::instance().sync(fd, false);
}
int fdatasync(int fd) {
  return Disk::instance().sync(fd, true);
}
int ftruncate(int fd, off_t size) noexcept {
  return Disk::instance().resize(fd, size);
}
int truncate(const char* path, off_t size) noexcept {
  return Disk::instance().resize(path, size);
}
int posix_fallocate(int fd, off_t offset, off_t size) {
  return Disk::instance().allocate(fd, offset, size);
}
int rename(const char* from, const char* to) noexcept {
  return Disk::instance().rename(from, to);
}
int link(const char* from, const char* to) noexcept {
  return Disk::instance().link(from, to);
}
int unlink(const char* path) noexcept {
  return Disk::instance().unlink(path);
}

}  // extern "C"
