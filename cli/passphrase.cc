#include <cerrno>
#include <string_view>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/context.h"
#include "cli/message.h"
#include "vault/crypto.h"

namespace tangthu::cli {
namespace {

// The terminal, with echo off while this lives.
class SilentTerminal {
 public:
  SilentTerminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (fd_ < 0 || tcgetattr(fd_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  bool usable() const { return changed_; }
  int fd() const { return fd_; }
  void print(std::string_view text) const {
    static_cast<void>(::write(fd_, text.data(), text.size()) < 0);
  }

 private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

// Up to the first line feed or the end; byte by byte, so that nothing lingers in a
// buffer.
Result<Passphrase> read_line(int fd) {
  LockedBuffer line(Passphrase::kMaxBytes);
  std::size_t size = 0;
  while (true) {
    char byte = 0;
    const ssize_t got = ::read(fd, &byte, 1);
    if (got < 0 && errno == EINTR && !interrupted()) continue;
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

}  // namespace

Result<Passphrase> read_passphrase_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return fail(ErrorCode::kUsage, "the passphrase file can't be read",
                "check the path and its permissions", file.string());
  }
  auto passphrase = read_line(fd);
  ::close(fd);
  if (!passphrase) return Failure(std::move(passphrase).error().about(file.string()));
  return passphrase;
}

Result<Passphrase> ask_passphrase(const char* prompt, Ask ask) {
  const SilentTerminal terminal;
  if (!terminal.usable()) {
    return fail(ErrorCode::kUsage, "there is no terminal to ask for the passphrase",
                "use --passphrase-file FILE or set TANGTHU_PASSPHRASE_FILE");
  }
  terminal.print(tr(prompt));
  auto first = read_line(terminal.fd());
  terminal.print("\n");
  if (!first || ask == Ask::kOnce) return first;
  terminal.print(tr("Once more: "));
  const auto second = read_line(terminal.fd());
  terminal.print("\n");
  if (!second || !vault::equal_in_constant_time(first->reveal(), second->reveal())) {
    return fail(ErrorCode::kUsage, "the two passphrases differ", "try again");
  }
  return first;
}

}  // namespace tangthu::cli
