// A program on a terminal of its own, and somebody who types.
#pragma once

#include <string>
#include <vector>

#include "tests/support/run.h"

namespace tangthu::test {

class OnTerminal {
 public:
  // As run(): a name without a slash is a program beside the test.
  OnTerminal(const std::vector<std::string>& command, const Environment& environment);
  ~OnTerminal();
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;

  // Waits (10 s at most) until `text` is shown, after what was waited for before.
  bool shows(const std::string& text);
  void type(const std::string& keys);
  void signal(int signal);
  // Whether the terminal shows what is typed.
  bool echoes() const;
  // Waits for the end; its exit code, or 128 + signal.
  int ends();
  // All that was shown.
  const std::string& screen() const { return screen_; }
  // What stands between two texts on the screen, the last such place.
  std::string between(const std::string& before, const std::string& after) const;

 private:
  bool take(int milliseconds);

  int master_ = -1;
  int slave_ = -1;  // kept open: the terminal outlives the program, as a shell's does
  pid_t pid_ = -1;
  std::string screen_;
  std::size_t seen_ = 0;
};

}  // namespace tangthu::test
