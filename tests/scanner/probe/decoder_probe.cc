// A decoder gone bad: enters the walls as decoders do, then tries to get out, or talks
// nonsense to its parent. Exit status 0: what was tried succeeded; 1: it was refused.
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scanner/decode/confine.h"
#include "scanner/decode/frames.h"

namespace {

using tangthu::scanner::Files;

bool opens(const char* path, int flags) {
  return open(path, flags, 0600) >= 0;  // NOLINT(cppcoreguidelines-pro-type-vararg)
}

bool executes() {
  char name[] = "true";
  char* arguments[] = {name, nullptr};
  execv("/bin/true", arguments);
  return false;  // still here
}

bool takes_memory() {
  constexpr std::size_t kMore = std::size_t{4} << 30;
  return mmap(nullptr, kMore, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
              0) != MAP_FAILED;
}

bool makes_code() {
  void* page =
      mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

bool succeeds(std::string_view deed, const char* file) {
  if (deed == "socket") return socket(AF_INET, SOCK_STREAM, 0) >= 0;
  if (deed == "unix-socket") return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
  if (deed == "fork") return fork() >= 0;
  if (deed == "exec") return executes();
  if (deed == "ptrace") return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0;
  if (deed == "signal") return kill(getppid(), 0) == 0;
  if (deed == "read") return opens(file, O_RDONLY);
  if (deed == "write") return opens(file, O_WRONLY);
  if (deed == "create") return opens(file, O_WRONLY | O_CREAT);
  if (deed == "remove") return unlink(file) == 0;
  if (deed == "code") return makes_code();
  if (deed == "memory") return takes_memory();
  return false;
}

void say(const void* data, std::size_t size) {
  if (write(tangthu::scanner::kOutputFd, data, size) < 0) _exit(1);
}

void say_frame(std::uint32_t kind, std::uint32_t a, std::uint32_t b, std::uint32_t c,
               std::uint32_t d) {
  const std::uint32_t words[] = {kind, a, b, c, d};
  say(words, sizeof words);
}

// Frames that no honest decoder sends.
int lie(std::string_view how) {
  constexpr std::uint32_t kPage = 1;
  if (how == "huge-page") say_frame(kPage, 32'000, 32'000, 3, 300);
  if (how == "endless-page") say_frame(kPage, 0xffffffff, 0xffffffff, 3, 300);
  if (how == "odd-channels") say_frame(kPage, 10, 10, 7, 300);
  if (how == "unknown-frame") say_frame(99, 0, 0, 0, 0);
  if (how == "unknown-fault") say_frame(5, 12345, 0, 0, 0);
  if (how == "member-among-pages") say_frame(2, 4, 0, 1, 0);
  if (how == "half-page") {
    say_frame(kPage, 10, 10, 1, 300);
    say("half", 4);
  }
  if (how == "no-pages") say_frame(6, 0, 0, 0, 0);
  if (how == "crash") std::raise(SIGSEGV);
  if (how == "silence") pause();
  if (how == "closed-and-alive") {
    close(tangthu::scanner::kOutputFd);
    pause();
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2) return lie(argv[1]);
  if (argc != 4) return 2;
  const std::string_view walls = argv[1];
  if (walls == "none") tangthu::scanner::confine(Files::kNone);
  if (walls == "fonts") tangthu::scanner::confine(Files::kFonts);
  _exit(succeeds(argv[2], argv[3]) ? 0 : 1);
}
