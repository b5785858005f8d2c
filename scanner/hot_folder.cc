#include "scanner/hot_folder.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <deque>
#include <mutex>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanner/folder_alarm.h"
#include "scanner/folder_names.h"
#include "scanner/media.h"
#include "scanner/watcher_den.h"

namespace tangthu::scanner {
namespace {

namespace fs = std::filesystem;
using Clock = Settling::Clock;

constexpr unsigned kSharedFolder = 0777;  // less the umask
constexpr int kMostOfAName = 10'000;
constexpr std::chrono::milliseconds kWriterPause{100};  // whatever the settling time

std::int64_t nanoseconds(const timespec& time) {
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return time.tv_sec * kNanoseconds + time.tv_nsec;
}

FileState state_of(const struct stat& about) {
  return {about.st_dev, about.st_ino, static_cast<std::uint64_t>(about.st_size),
          nanoseconds(about.st_mtim)};
}

bool is_ours(std::string_view name) {
  return name == kDoneFolder || name == kFailedFolder || is_clutter(name);
}

// Whether a process of this machine has the file open for writing: a lease to read is
// refused then. File systems without leases, and files of others, give no answer.
bool is_written_to(int fd) {
  // Who opens the file in this moment waits for us; the signal that would tell us so must
  // be one that does nothing.
  fcntl(fd, F_SETSIG, SIGURG);
  if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return false;
  }
  return errno == EAGAIN;
}

Error not_a_file(const struct stat& about, const std::string& name) {
  if (S_ISDIR(about.st_mode)) {
    return {ErrorCode::kBadInput, "a folder in a watched folder is not entered",
            "put its files beside it, pack it as ZIP or TAR, or watch with "
            "--dossier-folders",
            name};
  }
  if (S_ISLNK(about.st_mode)) {
    return {ErrorCode::kBadInput, "a link in a watched folder is not followed",
            "put the file itself there", name};
  }
  return {ErrorCode::kBadInput, "it is neither a file nor a folder",
          "give a file or a folder", name};
}

// Never onto something that is there. EINVAL where the file system can't promise that.
int rename_beside(int from, const std::string& name, int to,
                  const std::string& new_name) {
  if (renameat2(from, name.c_str(), to, new_name.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // Then the name is taken first, by an empty file that is ours to replace.
  const Descriptor place(openat(to, new_name.c_str(),
                                O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                                S_IRUSR | S_IWUSR));
  if (!place.valid()) return errno;
  if (renameat(from, name.c_str(), to, new_name.c_str()) == 0) return 0;
  const int reason = errno;
  unlinkat(to, new_name.c_str(), 0);
  return reason;
}

// 0 or errno; EEXIST when the name is taken.
int write_new_file(int folder, const std::string& name, const std::string& text) {
  constexpr mode_t kReadable = 0666;
  const Descriptor file(openat(folder, name.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                               kReadable));
  if (!file.valid()) return errno;
  if (write_all(file.get(), as_bytes(text)) && fsync(file.get()) == 0) return 0;
  const int reason = errno;
  unlinkat(folder, name.c_str(), 0);
  return reason;
}

}  // namespace

class HotFolder::Impl {
 public:
  Impl(fs::path folder, const HotFolderOptions& options, const struct stat& about)
      : folder_(std::move(folder)),
        options_(options),
        identity_(state_of(about)),
        alarm_(folder_),
        settling_(options.settle) {}

  ~Impl() { leave_dens(); }

  const fs::path& folder() const { return folder_; }

  Result<void> look() {
    const Alarms alarms = alarm_.take();
    const auto now = Clock::now();
    if (alarms.look_at_all || now >= next_sweep_) return sweep(now);
    if (alarms.names.empty()) return {};
    const Descriptor home = TRY(open_home());
    for (const std::string& name : alarms.names)
      look_at(home.get(), name, now);
    return {};
  }

  Result<bool> ready() {
    const std::lock_guard lock(mutex_);
    TRY(look());
    return !again_.empty() || settling_.next(Clock::now()).has_value();
  }

  Result<std::optional<Claim>> claim() {
    const std::lock_guard lock(mutex_);
    TRY(look());
    while (!again_.empty()) {
      Claim claim = std::move(again_.front());
      again_.pop_front();
      if (refresh(claim)) return std::optional<Claim>(std::move(claim));
    }
    // As of now: what is found to be changing is not asked again in this call.
    const auto now = Clock::now();
    while (const auto complete = settling_.next(now)) {
      auto claim = TRY(try_claim(*complete));
      if (claim) return claim;
    }
    return std::optional<Claim>();
  }

  void wait(std::chrono::milliseconds most) {
    using std::chrono::milliseconds;
    {
      const std::lock_guard lock(mutex_);
      if (!again_.empty()) return;
      const auto now = Clock::now();
      auto until = std::min(next_sweep_, now + most);
      if (const auto due = settling_.first_due()) until = std::min(until, *due);
      most = std::chrono::ceil<milliseconds>(until - now);
    }
    if (most > milliseconds(0)) alarm_.wait(most);
  }

  Clock::time_point all_settled() const {
    const std::lock_guard lock(mutex_);
    return settling_.last_due().value_or(Clock::now());
  }

  std::vector<LeftAlone> left_alone() {
    const std::lock_guard lock(mutex_);
    return std::exchange(left_alone_, {});
  }

  Descriptor open_file(const Claim& claim) const {
    const std::lock_guard lock(mutex_);
    const Descriptor place = dens_[claim.den].open_claim(claim.number);
    if (!place.valid()) return {};
    return Descriptor(openat(place.get(), claim.name.c_str(),
                             O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  }

  bool unchanged(const Claim& claim) const {
    const std::lock_guard lock(mutex_);
    return state_in(dens_[claim.den].open_claim(claim.number).get(), claim.name) ==
           claim.state;
  }

  Result<void> append_note(const Claim& claim, const std::string& line) {
    const std::lock_guard lock(mutex_);
    auto noted = dens_[claim.den].append_note(claim.number, line);
    if (!noted) return Failure(std::move(noted).error().about(shown_folder()));
    return {};
  }

  Result<std::string> read_note(const Claim& claim) const {
    const std::lock_guard lock(mutex_);
    auto note = dens_[claim.den].read_note(claim.number);
    if (!note) return Failure(std::move(note).error().about(shown_folder()));
    return note;
  }

  Result<fs::path> finish(const Claim& claim) {
    const std::lock_guard lock(mutex_);
    if (options_.taken == TakenFile::kRemoved) return remove(claim);
    return move_out(claim, kDoneFolder, nullptr);
  }

  Result<fs::path> reject(const Claim& claim, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    return move_out(claim, kFailedFolder, &reason);
  }

  Result<void> give_back(const Claim& claim) {
    const std::lock_guard lock(mutex_);
    const WatcherDen& den = dens_[claim.den];
    const Descriptor home = TRY(open_home());
    const Descriptor place = den.open_claim(claim.number);
    const int reason = den.has_note(claim.number) ? EEXIST
                                                  : rename_beside(place.get(), claim.name,
                                                                  home.get(), claim.name);
    if (reason == 0) {
      den.remove_claim(claim.number);
      return {};
    }
    if (reason != EEXIST) return fault(reason);
    again_.push_back(claim);
    return {};
  }

  void rest() {
    const std::lock_guard lock(mutex_);
    if (again_.empty()) leave_dens();
  }

 private:
  Failure fault(int reason) const { return folder_fault(reason, folder_); }
  std::string shown_folder() const { return displayable(folder_.string()); }

  void leave_dens() {
    for (const WatcherDen& den : dens_)
      den.leave();
    dens_.clear();
    own_den_.reset();
  }

  Result<Descriptor> open_home() const {
    Descriptor home = tangthu::open_file(folder_, O_RDONLY | O_DIRECTORY);
    struct stat about {};
    if (!home.valid() || fstat(home.get(), &about) != 0) return fault(errno);
    // Another folder under the same path: unmounted, or mounted over.
    const FileState now = state_of(about);
    if (now.device != identity_.device || now.inode != identity_.inode)
      return fault(ESTALE);
    return home;
  }

  Result<void> sweep(Clock::time_point now) {
    const Descriptor home = TRY(open_home());
    const auto names = names_in(home.get());
    if (!names) return fault(errno);
    const std::set<std::string> there(names->begin(), names->end());
    settling_.keep_only(there);
    std::erase_if(told_, [&](const std::string& name) { return !there.contains(name); });
    for (const std::string& name : there)
      look_at(home.get(), name, now);
    if (there.contains(kWorkingFolder)) take_over_the_dead();
    next_sweep_ = now + options_.sweep;
    return {};
  }

  void look_at(int home, const std::string& name, Clock::time_point now) {
    if (is_ours(name) || told_.contains(name)) return;
    struct stat about {};
    if (fstatat(home, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) {
      settling_.forget(name);
    } else if (S_ISREG(about.st_mode)) {
      settling_.saw(name, state_of(about), now);
    } else {
      leave_alone(name, not_a_file(about, displayable(name)));
    }
  }

  void leave_alone(const std::string& name, Error why) {
    settling_.forget(name);
    if (told_.insert(name).second)
      left_alone_.push_back({displayable(name), std::move(why)});
  }

  void take_over_the_dead() {
    // When it was claimed: no move but that changed the file's entry since.
    std::vector<std::pair<std::int64_t, Claim>> found;
    for (WatcherDen& den : WatcherDen::take_over(folder_ / kWorkingFolder)) {
      const auto claims = den.claims();
      if (claims.empty()) {
        den.leave();
        continue;
      }
      for (const auto& [number, name] : claims) {
        const Descriptor place = den.open_claim(number);
        struct stat about {};
        (void)fstatat(place.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW);
        found.push_back({nanoseconds(about.st_ctim), {name, dens_.size(), number, {}}});
      }
      dens_.push_back(std::move(den));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [when, claim] : found)
      again_.push_back(std::move(claim));
  }

  static std::optional<FileState> state_in(int folder, const std::string& name) {
    struct stat about {};
    if (fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
      return std::nullopt;
    return state_of(about);
  }

  // A claim that is given out again; false when its file is gone.
  bool refresh(Claim& claim) const {
    const Descriptor place = dens_[claim.den].open_claim(claim.number);
    const auto state = state_in(place.get(), claim.name);
    if (state) claim.state = *state;
    return state.has_value();
  }

  // Nothing when it is not to be had now; it is then out of the settled ones.
  Result<std::optional<Claim>> try_claim(const Settling::Complete& complete) {
    const auto now = Clock::now();
    const std::string& name = complete.name;
    const Descriptor home = TRY(open_home());
    const auto state = state_in(home.get(), name);
    if (state != complete.state) {
      look_at(home.get(), name, now);
      return std::optional<Claim>();
    }
    const Descriptor file(
        openat(home.get(), name.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    if (file.valid() && is_written_to(file.get())) {
      settling_.restart(name, now + kWriterPause);
      return std::optional<Claim>();
    }
    return move_in(home.get(), complete);
  }

  Result<std::optional<Claim>> move_in(int home, const Settling::Complete& complete) {
    const std::size_t den = TRY(own_den(home));
    auto number = dens_[den].make_claim();
    if (!number) return Failure(std::move(number).error().about(shown_folder()));
    const Descriptor place = dens_[den].open_claim(*number);
    const std::string& name = complete.name;
    settling_.forget(name);
    // The place is empty and this watcher's: nothing can be replaced.
    if (place.valid() && renameat(home, name.c_str(), place.get(), name.c_str()) == 0)
      return std::optional<Claim>({name, den, *number, complete.state});
    const int reason = errno;
    dens_[den].remove_claim(*number);
    if (reason == ENOENT) return std::optional<Claim>();  // another was quicker
    if (reason != EPERM) return fault(reason);
    leave_alone(name, {ErrorCode::kBadInput, "moving the file is not permitted",
                       "have its owner put it there again, or remove its protection",
                       displayable(name)});
    return std::optional<Claim>();
  }

  Result<std::size_t> own_den(int home) {
    if (own_den_) return *own_den_;
    const Descriptor working = open_own_folder(home, kWorkingFolder, kSharedFolder);
    if (!working.valid()) return fault(errno);
    auto den = WatcherDen::make(folder_ / kWorkingFolder);
    if (!den) return Failure(std::move(den).error().about(shown_folder()));
    dens_.push_back(std::move(*den));
    own_den_ = dens_.size() - 1;
    return *own_den_;
  }

  Result<fs::path> remove(const Claim& claim) {
    const WatcherDen& den = dens_[claim.den];
    const Descriptor place = den.open_claim(claim.number);
    if (!place.valid() || unlinkat(place.get(), claim.name.c_str(), 0) != 0 ||
        fsync(place.get()) != 0)
      return fault(errno);
    den.remove_claim(claim.number);
    return fs::path();
  }

  Result<fs::path> move_out(const Claim& claim, const char* to,
                            const std::string* reason) {
    constexpr std::string_view kReasonEnd = ".txt";
    const Descriptor home = TRY(open_home());
    const Descriptor target = open_own_folder(home.get(), to, kSharedFolder);
    if (!target.valid()) return fault(errno);
    const WatcherDen& den = dens_[claim.den];
    const Descriptor place = den.open_claim(claim.number);
    const std::size_t room = reason != nullptr ? kReasonEnd.size() : 0;
    for (int copy = 1; copy < kMostOfAName; ++copy) {
      const std::string name = numbered_name(claim.name, copy, room);
      const std::string beside = name + std::string(kReasonEnd);
      int failed = reason != nullptr ? write_new_file(target.get(), beside, *reason) : 0;
      if (failed == 0) {
        failed = rename_beside(place.get(), claim.name, target.get(), name);
        if (failed != 0 && reason != nullptr) unlinkat(target.get(), beside.c_str(), 0);
      }
      if (failed == EEXIST) continue;
      if (failed != 0) return fault(failed);
      if (fsync(target.get()) != 0 || fsync(place.get()) != 0) return fault(errno);
      den.remove_claim(claim.number);
      return folder_ / to / name;
    }
    return fault(EEXIST);
  }

  const fs::path folder_;
  const HotFolderOptions options_;
  const FileState identity_;
  FolderAlarm alarm_;

  mutable std::mutex mutex_;  // guards what follows
  Settling settling_;
  Clock::time_point next_sweep_{};
  std::vector<WatcherDen> dens_;
  std::optional<std::size_t> own_den_;
  std::deque<Claim> again_;
  std::set<std::string> told_;
  std::vector<LeftAlone> left_alone_;
};

HotFolder::HotFolder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HotFolder::~HotFolder() = default;

Result<std::unique_ptr<HotFolder>> HotFolder::open(const fs::path& folder,
                                                   const HotFolderOptions& options) {
  struct stat about {};
  if (stat(folder.c_str(), &about) != 0) return folder_fault(errno, folder);
  if (!S_ISDIR(about.st_mode)) return folder_fault(ENOTDIR, folder);
  if (faccessat(AT_FDCWD, folder.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0)
    return folder_fault(errno, folder);
  return std::unique_ptr<HotFolder>(
      new HotFolder(std::make_unique<Impl>(folder, options, about)));
}

fs::path HotFolder::shown_path(const Claim& claim) const {
  return impl_->folder() / claim.name;
}
Result<bool> HotFolder::ready() {
  return impl_->ready();
}
Result<std::optional<Claim>> HotFolder::claim() {
  return impl_->claim();
}
void HotFolder::wait(std::chrono::milliseconds most) {
  impl_->wait(most);
}
Settling::Clock::time_point HotFolder::all_settled() const {
  return impl_->all_settled();
}
std::vector<LeftAlone> HotFolder::left_alone() {
  return impl_->left_alone();
}
Descriptor HotFolder::open_file(const Claim& claim) const {
  return impl_->open_file(claim);
}
bool HotFolder::unchanged(const Claim& claim) const {
  return impl_->unchanged(claim);
}
Result<void> HotFolder::append_note(const Claim& claim, const std::string& line) {
  return impl_->append_note(claim, line);
}
Result<std::string> HotFolder::read_note(const Claim& claim) const {
  return impl_->read_note(claim);
}
Result<fs::path> HotFolder::finish(const Claim& claim) {
  return impl_->finish(claim);
}
Result<fs::path> HotFolder::reject(const Claim& claim, const std::string& reason) {
  return impl_->reject(claim, reason);
}
Result<void> HotFolder::give_back(const Claim& claim) {
  return impl_->give_back(claim);
}
void HotFolder::rest() {
  impl_->rest();
}

}  // namespace tangthu::scanner
