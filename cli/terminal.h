// The terminal, where a person is asked and secrets are shown.
//
// It is /dev/tty and not stdin or stdout, so that a pipe neither answers nor gets to see
// what is meant for a person alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <termios.h>

#include "base/result.h"
#include "base/secret.h"

namespace tangthu::cli {

enum class Echo { kOn, kOff };

class Terminal {
 public:
  // Usable only where there is a terminal; with echo as asked for while this lives.
  explicit Terminal(Echo echo);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool usable() const { return usable_; }
  int fd() const { return fd_; }
  void print(std::string_view text) const;
  // Removes what is shown, the lines that were scrolled away too.
  void clear() const;

 private:
  int fd_;
  termios before_{};
  bool usable_ = false;
  bool changed_ = false;
};

// One line, up to the line feed or the end, byte by byte, so that nothing of it lingers
// in a buffer. Empty lines are kUsage; kInterrupted when reading was broken off.
Result<Passphrase> read_secret_line(int fd);

// One line of an answer that is no secret, without its line feed, at most 16 KiB; nothing
// at the end. kInterrupted when reading was broken off.
Result<std::optional<std::string>> read_line(int fd);

// A question to a person; true only for "yes" (or its translation), typed out. kUsage
// without a terminal.
Result<bool> confirm(std::string_view question);

}  // namespace tangthu::cli
