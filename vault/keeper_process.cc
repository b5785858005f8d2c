#include "vault/keeper_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {
namespace {

constexpr int kClientTimeoutSeconds = 2;
constexpr std::chrono::seconds kLongestIdleLimit{std::chrono::hours(24 * 20)};

class Keeper {
 public:
  // `all_locked`: more than the secrets, which are asked to be locked one by one.
  Keeper(std::filesystem::path folder, bool all_locked)
      : folder_(std::move(folder)), all_locked_(all_locked) {}

  KeeperMessage answer(const KeeperMessage& request) {
    switch (request.code<KeeperRequest>()) {
      case KeeperRequest::kStatus:
        return status();
      case KeeperRequest::kGiveShare:
        return give_share(request.body());
      case KeeperRequest::kHold:
        return hold(request.body());
      case KeeperRequest::kRootKey:
        return root_key_ ? KeeperMessage(KeeperAnswer::kDone, root_key_->reveal())
                         : KeeperMessage(KeeperAnswer::kSealed);
      case KeeperRequest::kSeal:
        wipe_all();
        return KeeperMessage(KeeperAnswer::kDone);
    }
    return KeeperMessage(KeeperAnswer::kRefused);
  }
  void wipe_all() {
    root_key_.reset();
    shares_.clear();
  }

 private:
  KeeperMessage status() const {
    const auto state = root_key_         ? KeeperStatus::State::kUnsealed
                       : shares_.empty() ? KeeperStatus::State::kSealed
                                         : KeeperStatus::State::kGathering;
    ByteWriter out;
    out.integer(static_cast<std::uint8_t>(state));
    out.integer(static_cast<std::uint8_t>(shares_.size()));
    out.integer(shares_.empty() ? std::uint8_t{0} : shares_.front().threshold);
    out.integer(static_cast<std::uint8_t>(all_locked_ || secrets_are_locked()));
    out.integer(static_cast<std::uint32_t>(::getpid()));
    return KeeperMessage(KeeperAnswer::kDone, out.view());
  }

  KeeperMessage give_share(ByteView body) {
    if (root_key_) return KeeperMessage(KeeperAnswer::kUnsealedAlready);
    auto share = decode_share(body);
    // Read afresh: a rekey may have changed what is in force since the last share.
    const auto slots = read_unseal_slots(folder_);
    if (!share || !slots) return KeeperMessage(KeeperAnswer::kRefused);
    if (!find_share_slot(*slots, *share)) return KeeperMessage(KeeperAnswer::kShareWrong);
    std::erase_if(shares_, [&](const Share& given) {
      return given.split != share->split || !find_share_slot(*slots, given);
    });
    const std::uint8_t number = share->part.number;
    if (std::any_of(shares_.begin(), shares_.end(),
                    [&](const Share& given) { return given.part.number == number; })) {
      return KeeperMessage(KeeperAnswer::kShareTwice);
    }
    shares_.push_back(std::move(*share));
    if (shares_.size() == shares_.front().threshold) {
      auto root_key = open_with_shares(*slots, shares_);
      shares_.clear();
      if (!root_key) return KeeperMessage(KeeperAnswer::kRefused);
      root_key_ = std::move(*root_key);
    }
    return status();
  }

  KeeperMessage hold(ByteView body) {
    if (body.size() != RootKey::kSize) return KeeperMessage(KeeperAnswer::kRefused);
    if (root_key_ && !equal_in_constant_time(root_key_->reveal(), body))
      return KeeperMessage(KeeperAnswer::kUnsealedAlready);
    root_key_ = RootKey::copy_of(body.first<RootKey::kSize>());
    shares_.clear();
    return KeeperMessage(KeeperAnswer::kDone);
  }

  std::filesystem::path folder_;
  bool all_locked_;
  std::optional<RootKey> root_key_;
  std::vector<Share> shares_;  // of one split, none twice
};

// The socket's file, removed when the keeper ends, unless a later keeper replaced it.
class SocketFile {
 public:
  explicit SocketFile(int folder) : folder_(folder) { look(own_); }
  void remove() const {
    struct stat now {};
    if (look(now) && now.st_ino == own_.st_ino && now.st_dev == own_.st_dev)
      ::unlinkat(folder_, kKeeperSocket, 0);
  }

 private:
  bool look(struct stat& out) const {
    return ::fstatat(folder_, kKeeperSocket, &out, AT_SYMLINK_NOFOLLOW) == 0;
  }
  int folder_;
  struct stat own_ {};
};

// The folder anew: the command's own descriptor carries its lock along.
Descriptor open_apart(const FolderHandle& folder) {
  return Descriptor(
      ::open(folder.short_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

// Cuts off everything that the command had: terminal, files, locks, signals.
bool detach(int folder, int listener) {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  bool done = ::chdir("/") == 0;
  for (const int standard : {0, 1, 2})
    done = done && ::dup2(nowhere, standard) == standard;
  const auto low = static_cast<unsigned>(std::min(folder, listener));
  const auto high = static_cast<unsigned>(std::max(folder, listener));
  if (low > 3) done = done && ::close_range(3, low - 1, 0) == 0;
  if (high > low + 1) done = done && ::close_range(low + 1, high - 1, 0) == 0;
  return done && ::close_range(high + 1, ~0U, 0) == 0;
}

Descriptor end_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT})
    sigaddset(&set, signal);
  ::sigprocmask(SIG_SETMASK, &set, nullptr);
  for (const int signal : {SIGHUP, SIGPIPE})
    ::signal(signal, SIG_IGN);
  return Descriptor(::signalfd(-1, &set, SFD_CLOEXEC));
}

enum class Next { kGoOn, kEnd };

Next serve_one(Keeper& keeper, int listener, const SocketFile& file) {
  const Descriptor client(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
  if (!client.valid() || !peer_is_own_user(client.get())) return Next::kGoOn;
  set_timeout(client.get(), kClientTimeoutSeconds);
  const auto request = KeeperMessage::receive(client.get());
  if (!request) return Next::kGoOn;
  const KeeperMessage answer = keeper.answer(*request);
  const bool sealed = request->code<KeeperRequest>() == KeeperRequest::kSeal;
  // Removed before the answer: whoever has it finds no keeper any more.
  if (sealed) file.remove();
  answer.send(client.get());
  return sealed ? Next::kEnd : Next::kGoOn;
}

void serve(Keeper& keeper, int listener, const KeeperOptions& options,
           const SocketFile& file) {
  const Descriptor signals = end_signals();
  const auto limit = std::min(options.idle_limit, kLongestIdleLimit);
  const int timeout_ms =
      limit.count() > 0 ? static_cast<int>(std::chrono::milliseconds(limit).count()) : -1;
  for (;;) {
    std::array<pollfd, 2> wait{{{listener, POLLIN, 0}, {signals.get(), POLLIN, 0}}};
    const int ready = ::poll(wait.data(), wait.size(), timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0 || wait[1].revents != 0) return;
    if (serve_one(keeper, listener, file) == Next::kEnd) return;
  }
}

[[noreturn]] void run_keeper(const FolderHandle& folder, int listener,
                             const KeeperOptions& options) {
  harden_process();
  const Descriptor apart = open_apart(folder);
  if (!apart.valid() || !detach(apart.get(), listener)) ::_exit(1);
  const SocketFile file(apart.get());
  try {
    // Where the system's limit does not allow it only the secrets are locked.
    Keeper keeper("/proc/self/fd/" + std::to_string(apart.get()),
                  ::mlockall(MCL_CURRENT) == 0);
    serve(keeper, listener, options, file);
    keeper.wipe_all();
  } catch (const std::exception&) {
    // Out of memory: the end of this process is the sealed state.
  }
  file.remove();
  // Not exit(): the command's own clean-up must not run twice.
  ::_exit(0);
}

}  // namespace

Result<void> start_keeper(const FolderHandle& folder, const Descriptor& listener,
                          const KeeperOptions& options) {
  const pid_t child = ::fork();
  if (child == 0) {
    // Twice, so that the keeper belongs to nobody and no terminal.
    ::setsid();
    const pid_t keeper = ::fork();
    if (keeper == 0) run_keeper(folder, listener.get(), options);
    ::_exit(keeper > 0 ? 0 : 1);
  }
  int outcome = 1;
  while (child > 0 && ::waitpid(child, &outcome, 0) < 0 && errno == EINTR) {
  }
  if (child > 0 && WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0) return {};
  return fail(ErrorCode::kUnexpected, "the keeper of the vault can't be started",
              "check the limits on processes and memory of this user");
}

}  // namespace tangthu::vault
