// Runs a program and keeps what it said.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <signal.h>
#include <sys/types.h>

namespace tangthu::test {

struct Ran {
  int exit_code = -1;        // 128 + signal when it was killed
  bool dumped_core = false;  // so the kernel says
  std::string out;
  std::string err;
};

using Environment = std::map<std::string, std::string>;

// A program that was started and goes on.
class Started {
 public:
  Started(const std::vector<std::string>& command, const Environment& environment);
  ~Started();
  Started(const Started&) = delete;
  Started& operator=(const Started&) = delete;
  void kill(int signal = SIGKILL);
  pid_t pid() const { return pid_; }
  // That it has printed by now.
  std::size_t lines_out() const;
  std::string err() const;
  Ran wait();

 private:
  pid_t pid_ = -1;
  std::string out_file_;
  std::string err_file_;
};

// command[0] without a slash is a program beside the test. The environment is added to
// PATH and LANG=C.UTF-8 alone.
Ran run(const std::vector<std::string>& command, const Environment& environment = {});

}  // namespace tangthu::test
