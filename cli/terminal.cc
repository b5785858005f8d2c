#include "cli/terminal.h"

#include <cerrno>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "cli/context.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

// Signals come to this thread while it waits and at no other moment: one that came
// between looking whether there was one and waiting would be noticed only after the next
// line. Another thread (the store has some) may still take it then: so it looks now and
// again.
class SignalsWhileWaiting {
 public:
  SignalsWhileWaiting() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : kInterrupts)
      sigaddset(&held, signal);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsWhileWaiting() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsWhileWaiting(const SignalsWhileWaiting&) = delete;
  SignalsWhileWaiting& operator=(const SignalsWhileWaiting&) = delete;

  // False when an interruption came before there was something to read.
  bool wait_for(int fd) const {
    constexpr timespec kLookAgain{0, 100'000'000};
    while (!interrupted()) {
      pollfd wait{fd, POLLIN, 0};
      const int ready = ppoll(&wait, 1, &kLookAgain, &before_);
      if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    }
    return false;
  }

 private:
  sigset_t before_{};
};

}  // namespace

Terminal::Terminal(Echo echo) : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
  if (fd_ < 0 || tcgetattr(fd_, &before_) != 0) return;
  usable_ = true;
  if (echo == Echo::kOn) return;
  termios silent = before_;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  changed_ = tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  usable_ = changed_;
}

Terminal::~Terminal() {
  if (changed_) tcsetattr(fd_, TCSAFLUSH, &before_);
  if (fd_ >= 0) ::close(fd_);
}

void Terminal::print(std::string_view text) const {
  static_cast<void>(::write(fd_, text.data(), text.size()) < 0);
}

void Terminal::clear() const {
  print("\x1b[H\x1b[2J\x1b[3J");
}

Result<Passphrase> read_secret_line(int fd) {
  LockedBuffer line(Passphrase::kMaxBytes);
  std::size_t size = 0;
  const SignalsWhileWaiting signals;
  while (true) {
    char byte = 0;
    const ssize_t got = signals.wait_for(fd) ? ::read(fd, &byte, 1) : -1;
    if (got < 0) {
      return fail(ErrorCode::kInterrupted, "no passphrase was read", "try again");
    }
    if (got == 0 || byte == '\n') break;
    if (size == line.size()) {
      return fail(ErrorCode::kUsage, "the passphrase is longer than 1,024 bytes",
                  "choose a shorter one");
    }
    line.span()[size++] = static_cast<std::uint8_t>(byte);
  }
  if (size > 0 && line.span()[size - 1] == '\r') --size;
  if (size == 0) {
    return fail(ErrorCode::kUsage, "the passphrase is empty",
                "choose one of several words");
  }
  return Passphrase(line.span().first(size));
}

Result<std::optional<std::string>> read_line(int fd) {
  constexpr std::size_t kMostBytes = std::size_t{16} * 1024;
  std::string line;
  const SignalsWhileWaiting signals;
  while (line.size() < kMostBytes) {
    char byte = 0;
    const ssize_t got = signals.wait_for(fd) ? ::read(fd, &byte, 1) : -1;
    if (got < 0) {
      return fail(ErrorCode::kInterrupted, "interrupted", "what was answered is kept");
    }
    if (got == 0) {
      if (line.empty()) return std::optional<std::string>();
      break;
    }
    if (byte == '\n') break;
    line += byte;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return std::optional(std::move(line));
}

Result<bool> confirm(std::string_view question) {
  const Terminal terminal(Echo::kOn);
  if (!terminal.usable()) {
    return fail(ErrorCode::kUsage, "there is no terminal to ask for a confirmation",
                "give --yes when you are sure");
  }
  terminal.print(question);
  terminal.print(tr(" Type yes: "));
  const auto answer = read_secret_line(terminal.fd());
  if (!answer) {
    if (answer.error().code() == ErrorCode::kUsage) return false;
    return Failure(answer.error());
  }
  const std::string_view typed(reinterpret_cast<const char*>(answer->reveal().data()),
                               answer->reveal().size());
  return typed == "yes" || typed == tr("yes");
}

}  // namespace tangthu::cli
