#include "scanner/watcher_den.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/id.h"
#include "base/number.h"
#include "scanner/names.h"

namespace tangthu::scanner {
namespace {

constexpr const char* kLockName = "lock";
constexpr std::string_view kDenPrefix = "w-";
constexpr mode_t kOwnerOnly = 0700;
constexpr std::size_t kMaxNoteBytes = 16 << 20;

std::string note_name(int number) {
  return std::to_string(number) + ".note";
}

Descriptor open_folder_at(int at, const std::string& name) {
  return Descriptor(
      openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool same_file(int fd, int folder, const char* name) {
  struct stat ours {};
  struct stat there {};
  return fstat(fd, &ours) == 0 &&
         fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
         ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

Failure den_fault(int reason) {
  return folder_fault(reason, {});
}

}  // namespace

Failure folder_fault(int reason, const std::filesystem::path& folder) {
  std::string name = displayable(folder.string());
  switch (reason) {
    case ENOSPC:
    case EDQUOT:
      return fail(ErrorCode::kStorage, "the watched folder's disk is full",
                  "free some space; watching goes on by itself", std::move(name));
    case EROFS:
    case EACCES:
    case EPERM:
      return fail(ErrorCode::kStorage, "the watched folder can't be written to",
                  "allow this user to write there; files are moved when they are done",
                  std::move(name));
    case ENOENT:
    case ENOTDIR:
    case ESTALE:
      return fail(ErrorCode::kStorage, "the watched folder is not there",
                  "mount it or make it again; watching goes on by itself",
                  std::move(name));
    case ENOLCK:
    case EOPNOTSUPP:
      return fail(ErrorCode::kStorage, "files can't be locked on the folder's disk",
                  "mount it with locks, or watch a folder on another disk",
                  std::move(name));
    case EXDEV:
    case ELOOP:
      return fail(ErrorCode::kStorage,
                  "done or failed in the watched folder is a link or another disk",
                  "make it an ordinary folder on the same disk", std::move(name));
    default:
      return fail(ErrorCode::kStorage, "the watched folder can't be used",
                  "check the disk or network it is on", std::move(name));
  }
}

Descriptor open_own_folder(int at, const std::string& name, unsigned mode) {
  if (mkdirat(at, name.c_str(), static_cast<mode_t>(mode)) != 0 && errno != EEXIST)
    return {};
  Descriptor folder = open_folder_at(at, name);
  if (!folder.valid() && errno == ENOTDIR)
    errno = ELOOP;  // it is there: a link or a file
  return folder;
}

std::optional<std::vector<std::string>> names_in(int folder) {
  const int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* stream = own < 0 ? nullptr : fdopendir(own);
  if (stream == nullptr) {
    if (own >= 0) close(own);
    return std::nullopt;
  }
  std::vector<std::string> out;
  errno = 0;
  while (const dirent* entry = readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") out.emplace_back(name);
  }
  const int reason = errno;
  closedir(stream);
  errno = reason;
  if (reason != 0) return std::nullopt;
  return out;
}

std::optional<WatcherDen> WatcherDen::lock_one(const std::filesystem::path& working,
                                               const std::string& name, int lock_flags) {
  Descriptor home = open_file(working, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (!home.valid()) return std::nullopt;
  Descriptor den = open_folder_at(home.get(), name);
  if (!den.valid()) return std::nullopt;
  Descriptor lock(openat(den.get(), kLockName,
                         O_RDWR | O_CLOEXEC | O_NOFOLLOW | lock_flags,
                         S_IRUSR | S_IWUSR));
  if (!lock.valid() || flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return std::nullopt;
  // Whoever had it before may have left and taken the den along.
  if (!same_file(lock.get(), den.get(), kLockName) ||
      !same_file(den.get(), home.get(), name.c_str()))
    return std::nullopt;
  return WatcherDen(std::move(home), std::move(den), std::move(lock), name);
}

Result<WatcherDen> WatcherDen::make(const std::filesystem::path& working) {
  constexpr int kAttempts = 10;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::string name = std::string(kDenPrefix) + DocumentId::random().to_string();
    if (::mkdir((working / name).c_str(), kOwnerOnly) != 0) return den_fault(errno);
    errno = 0;
    if (auto den = lock_one(working, name, O_CREAT)) return std::move(*den);
    // Taken for a dead one by somebody who was quicker: only then is there another try.
    if (errno != EWOULDBLOCK && errno != ENOENT && errno != 0) return den_fault(errno);
  }
  return den_fault(ENOLCK);
}

std::vector<WatcherDen> WatcherDen::take_over(const std::filesystem::path& working) {
  std::vector<WatcherDen> out;
  const Descriptor home = open_file(working, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (!home.valid()) return out;
  for (const std::string& name :
       names_in(home.get()).value_or(std::vector<std::string>())) {
    if (!name.starts_with(kDenPrefix)) continue;
    // A watcher that died before it had made the lock left an empty den.
    if (auto den = lock_one(working, name, O_CREAT)) out.push_back(std::move(*den));
  }
  return out;
}

Result<int> WatcherDen::make_claim() {
  for (;;) {
    const int number = next_++;
    if (mkdirat(den_.get(), std::to_string(number).c_str(), kOwnerOnly) == 0)
      return number;
    if (errno != EEXIST) return den_fault(errno);
  }
}

Descriptor WatcherDen::open_claim(int number) const {
  return open_folder_at(den_.get(), std::to_string(number));
}

std::vector<std::pair<int, std::string>> WatcherDen::claims() const {
  std::vector<std::pair<int, std::string>> out;
  for (const std::string& each :
       names_in(den_.get()).value_or(std::vector<std::string>())) {
    const auto number = parse_number<int>(each);
    if (!number) continue;
    const Descriptor folder = open_claim(*number);
    const auto names = names_in(folder.get());
    if (!names) continue;
    if (names->empty()) {
      remove_claim(*number);
    } else {
      out.emplace_back(*number, names->front());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

void WatcherDen::remove_claim(int number) const {
  unlinkat(den_.get(), note_name(number).c_str(), 0);
  unlinkat(den_.get(), std::to_string(number).c_str(), AT_REMOVEDIR);
}

Result<void> WatcherDen::append_note(int number, const std::string& line) const {
  const Descriptor file(openat(den_.get(), note_name(number).c_str(),
                               O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
                               S_IRUSR | S_IWUSR));
  if (!file.valid()) return den_fault(errno);
  // A line that a crash cut off must not run into this one.
  if (!write_all(file.get(), as_bytes("\n" + line + "\n"))) return den_fault(errno);
  const Descriptor claim = open_claim(number);
  const bool synced = fsync(file.get()) == 0 && claim.valid() &&
                      fsync(claim.get()) == 0 && fsync(den_.get()) == 0;
  if (!synced) return den_fault(errno);
  return {};
}

Result<std::string> WatcherDen::read_note(int number) const {
  const Descriptor file(
      openat(den_.get(), note_name(number).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.valid() && errno == ENOENT) return std::string();
  struct stat about {};
  if (!file.valid() || fstat(file.get(), &about) != 0) return den_fault(errno);
  Bytes bytes(std::min(static_cast<std::size_t>(about.st_size), kMaxNoteBytes));
  const auto got = read_at(file.get(), 0, bytes);
  if (!got) return den_fault(errno);
  return std::string(as_text(ByteView(bytes).first(*got)));
}

bool WatcherDen::has_note(int number) const {
  struct stat about {};
  return fstatat(den_.get(), note_name(number).c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0;
}

void WatcherDen::leave() const {
  const auto names = names_in(den_.get());
  const bool empty =
      names && std::all_of(names->begin(), names->end(),
                           [](const std::string& name) { return name == kLockName; });
  if (!empty) return;
  // In this order, and under the lock: whoever comes later finds no den or an empty one.
  unlinkat(den_.get(), kLockName, 0);
  unlinkat(working_.get(), name_.c_str(), AT_REMOVEDIR);
}

}  // namespace tangthu::scanner
