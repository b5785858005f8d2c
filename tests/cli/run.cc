#include "tests/support/run.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::test {
namespace {

std::string new_file() {
  std::string name =
      (std::filesystem::temp_directory_path() / "tangthu-run-XXXXXX").string();
  const int fd = mkstemp(name.data());
  if (fd < 0) std::abort();
  close(fd);
  return name;
}

void redirect(const std::string& file, int target) {
  const int fd = open(file.c_str(), O_WRONLY | O_TRUNC);
  if (fd < 0 || dup2(fd, target) < 0) _exit(127);
}

std::string take_file(const std::string& file) {
  const Bytes bytes = read_file(file);
  std::filesystem::remove(file);
  return std::string(as_text(bytes));
}

}  // namespace

Started::Started(const std::vector<std::string>& command, const Environment& environment)
    : out_file_(new_file()), err_file_(new_file()) {
  std::vector<std::string> words = command;
  if (words[0].find('/') == std::string::npos) {
    words[0] = (program_folder() / words[0]).string();
  }
  std::vector<std::string> settings = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                                       "HOME=/nonexistent"};
  // A clean environment but for what tells a ThreadSanitizer build of foreign libraries.
  if (const char* tsan = std::getenv("TSAN_OPTIONS")) {
    settings.push_back(std::string("TSAN_OPTIONS=") + tsan);
  }
  for (const auto& [name, value] : environment)
    settings.push_back(name + "=" + value);
  const auto pointers = [](std::vector<std::string>& strings) {
    std::vector<char*> out;
    for (std::string& string : strings)
      out.push_back(string.data());
    out.push_back(nullptr);
    return out;
  };
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> variables = pointers(settings);
  pid_ = fork();
  if (pid_ == 0) {
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    redirect(out_file_, STDOUT_FILENO);
    redirect(err_file_, STDERR_FILENO);
    setsid();  // no terminal to ask for anything
    execve(arguments[0], arguments.data(), variables.data());
    _exit(127);
  }
}

Started::~Started() {
  if (pid_ > 0) {
    kill();
    wait();
  }
}

void Started::kill(int signal) {
  ::kill(pid_, signal);
}

std::size_t Started::lines_out() const {
  const Bytes out = read_file(out_file_);
  return static_cast<std::size_t>(std::ranges::count(out, std::uint8_t{'\n'}));
}

std::string Started::err() const {
  return std::string(as_text(read_file(err_file_)));
}

Ran Started::wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  Ran ran;
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ran.dumped_core = WIFSIGNALED(status) && WCOREDUMP(status);
  ran.out = take_file(out_file_);
  ran.err = take_file(err_file_);
  return ran;
}

Ran run(const std::vector<std::string>& command, const Environment& environment) {
  return Started(command, environment).wait();
}

}  // namespace tangthu::test
