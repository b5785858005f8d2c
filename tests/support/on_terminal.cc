#include "tests/support/on_terminal.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "base/process.h"

namespace tangthu::test {

OnTerminal::OnTerminal(const std::vector<std::string>& command,
                       const Environment& environment) {
  if (openpty(&master_, &slave_, nullptr, nullptr, nullptr) != 0) std::abort();
  std::vector<std::string> words = command;
  if (words[0].find('/') == std::string::npos)
    words[0] = (program_folder() / words[0]).string();
  std::vector<std::string> settings = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                                       "HOME=/nonexistent", "TERM=xterm"};
  for (const auto& [name, value] : environment)
    settings.push_back(name + "=" + value);
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<char*> variables;
  for (std::string& setting : settings)
    variables.push_back(setting.data());
  variables.push_back(nullptr);
  pid_ = fork();
  if (pid_ != 0) return;
  close(master_);
  if (login_tty(slave_) != 0) _exit(127);
  execve(arguments[0], arguments.data(), variables.data());
  _exit(127);
}

OnTerminal::~OnTerminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(master_);
  close(slave_);
}

bool OnTerminal::take(int milliseconds) {
  pollfd wait{master_, POLLIN, 0};
  if (poll(&wait, 1, milliseconds) <= 0) return false;
  char buffer[4096];
  const ssize_t got = read(master_, buffer, sizeof buffer);
  if (got <= 0) return false;
  screen_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

bool OnTerminal::shows(const std::string& text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    const std::size_t at = screen_.find(text, seen_);
    if (at != std::string::npos) {
      seen_ = at + text.size();
      return true;
    }
    take(50);
  }
  return false;
}

void OnTerminal::type(const std::string& keys) {
  static_cast<void>(write(master_, keys.data(), keys.size()) < 0);
}

void OnTerminal::signal(int signal) {
  ::kill(pid_, signal);
}

bool OnTerminal::echoes() const {
  termios state{};
  return tcgetattr(slave_, &state) == 0 && (state.c_lflag & ECHO) != 0;
}

int OnTerminal::ends() {
  int status = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (waitpid(pid_, &status, WNOHANG) == 0) {
    take(20);
    if (std::chrono::steady_clock::now() > end) return -1;
  }
  pid_ = -1;
  while (take(0)) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string OnTerminal::between(const std::string& before,
                                const std::string& after) const {
  const std::size_t start = screen_.rfind(before);
  if (start == std::string::npos) return "";
  const std::size_t from = start + before.size();
  return screen_.substr(from, screen_.find(after, from) - from);
}

}  // namespace tangthu::test
