#include "tests/crash/child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tangthu::crash {

Child::Child(const std::function<int(const Tell&)>& body) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) std::abort();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) std::abort();
  if (pid_ == 0) {
    ::close(ends[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const int out = ends[1];
    ::_exit(body([out](const std::string& line) {
      if (::write(out, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        std::abort();
    }));
  }
  ::close(ends[1]);
  pipe_ = ends[0];
}

Child::~Child() {
  if (pid_ > 0) {
    kill();
    wait();
  }
  ::close(pipe_);
}

Child::Wait Child::next(std::string& line, int timeout_ms) {
  while (true) {
    const std::size_t end = pending_.find('\n');
    if (end != std::string::npos) {
      line = pending_.substr(0, end);
      pending_.erase(0, end + 1);
      return Wait::kLine;
    }
    pollfd readable{pipe_, POLLIN, 0};
    const int ready = ::poll(&readable, 1, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Wait::kTimeOut;
    std::array<char, 4096> part{};
    const ssize_t got = ::read(pipe_, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Wait::kEnd;
    pending_.append(part.data(), static_cast<std::size_t>(got));
  }
}

void Child::kill() {
  ::kill(pid_, SIGKILL);
}

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace tangthu::crash
