// A forked process that tells lines through a pipe until it ends or is killed.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace tangthu::crash {

// Writes one line, whole.
using Tell = std::function<void(const std::string& line)>;

class Child {
 public:
  // The calling process must have no other threads: a vault is opened in children only.
  explicit Child(const std::function<int(const Tell&)>& body);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  enum class Wait { kLine, kEnd, kTimeOut };
  // The next line, without its newline; kEnd when the process is gone and all is read.
  Wait next(std::string& line, int timeout_ms);
  void kill();  // SIGKILL
  // The exit status, 128 + signal when it was killed.
  int wait();

 private:
  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string pending_;
};

}  // namespace tangthu::crash
