#include "scanner/helper_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "scanner/decode/frames.h"

namespace tangthu::scanner {
namespace {

using std::chrono::milliseconds;

// Descriptors as dup2 sources must lie above the targets, or one would clobber another.
constexpr int kAboveTargets = 10;
constexpr int kPipeBytes = 1 << 20;

// How long an interruption, or the death of a process whose pipe others hold open, may go
// unnoticed.
constexpr milliseconds kLook{100};
// What a killed process needs to free its memory on a busy machine.
constexpr milliseconds kBurial{1000};

Descriptor raised(int fd) {
  return Descriptor(fcntl(fd, F_DUPFD_CLOEXEC, kAboveTargets));
}

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {};
  const Descriptor write(ends[1]);
  fcntl(ends[0], F_SETPIPE_SZ, kPipeBytes);  // a wish: fewer wake-ups
  return {Descriptor(ends[0]), raised(write.get())};
}

// What posix_spawn is told, released at the end of the scope.
class SpawnPlan {
 public:
  SpawnPlan(int input, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&actions_, standard, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_adddup2(&actions_, input, kInputFd);
    posix_spawn_file_actions_adddup2(&actions_, output, kOutputFd);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kOutputFd + 1);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK |
                                               POSIX_SPAWN_SETSIGDEF |
                                               POSIX_SPAWN_SETSID);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  pid_t spawn(const HelperProcess::Launch& launch) const {
    std::string name = launch.program.filename().string();
    std::string word = launch.argument == nullptr ? "" : launch.argument;
    char* arguments[] = {name.data(), launch.argument == nullptr ? nullptr : word.data(),
                         nullptr};
    std::vector<std::string> variables = launch.environment;
    std::vector<char*> environment;
    environment.reserve(variables.size() + 1);
    for (std::string& variable : variables)
      environment.push_back(variable.data());
    environment.push_back(nullptr);
    pid_t process = -1;
    const int failed = posix_spawn(&process, launch.program.c_str(), &actions_,
                                   &attributes_, arguments, environment.data());
    return failed == 0 ? process : -1;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

std::filesystem::path helper_program(const char* name) {
  const std::filesystem::path folder = program_folder();
  std::filesystem::path beside = folder / name;
  std::error_code ignored;
  if (std::filesystem::exists(beside, ignored)) return beside;
  return folder / ".." / "libexec" / "tangthu" / name;
}

std::optional<HelperProcess> HelperProcess::start(const Launch& launch,
                                                  const Descriptor& input) {
  Pipe pipe = make_pipe();
  const Descriptor raised_input = raised(input.get());
  if (!pipe.read.valid() || !pipe.write.valid() || !raised_input.valid()) {
    return std::nullopt;
  }
  const SpawnPlan plan(raised_input.get(), pipe.write.get());
  const pid_t process = plan.spawn(launch);
  if (process < 0) return std::nullopt;
  return HelperProcess(process, std::move(pipe.read));
}

HelperProcess::HelperProcess(pid_t process, Descriptor output)
    : process_(process), output_(std::move(output)) {}

HelperProcess::HelperProcess(HelperProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)), output_(std::move(other.output_)) {}

HelperProcess& HelperProcess::operator=(HelperProcess&& other) noexcept {
  if (this == &other) return *this;
  stop();
  process_ = std::exchange(other.process_, -1);
  output_ = std::move(other.output_);
  return *this;
}

HelperProcess::~HelperProcess() {
  stop();
}

HelperProcess::Reading HelperProcess::read(std::span<std::uint8_t> to,
                                           Clock::time_point deadline,
                                           const std::atomic<bool>* interrupted) {
  while (!to.empty()) {
    if (!output_.valid()) return Reading::kEnded;
    if (interrupted != nullptr && *interrupted) return Reading::kInterrupted;
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    const auto pause = std::clamp(left, milliseconds(0), kLook);
    // Asked before the look into the pipe: what it said before its end is not lost.
    const bool dead = ended();
    pollfd pipe{output_.get(), POLLIN, 0};
    const int ready = poll(&pipe, 1, dead ? 0 : static_cast<int>(pause.count()));
    if (ready < 0 && errno != EINTR) return Reading::kEnded;
    if (ready == 0 && dead) return Reading::kEnded;
    if (ready == 0 && left <= kLook) return Reading::kLate;
    if (ready <= 0) continue;
    const ssize_t got = ::read(output_.get(), to.data(), to.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Reading::kEnded;
    to = to.subspan(static_cast<std::size_t>(got));
  }
  return Reading::kDone;
}

// Dead but not yet buried.
bool HelperProcess::ended() const {
  siginfo_t about{};
  const auto id = static_cast<id_t>(process_);
  return process_ < 0 || waitid(P_PID, id, &about, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         about.si_pid == process_;
}

std::optional<int> HelperProcess::wait(std::chrono::milliseconds patience) {
  constexpr milliseconds kPause{2};
  const auto deadline = Clock::now() + patience;
  while (!ended()) {
    if (Clock::now() >= deadline) return std::nullopt;
    std::this_thread::sleep_for(kPause);
  }
  if (process_ < 0) return std::nullopt;
  // Its group bears its number until it is buried: whatever it left running ends too.
  kill(-process_, SIGKILL);
  int status = 0;
  waitpid(std::exchange(process_, -1), &status, WNOHANG);
  return status;
}

void HelperProcess::stop() {
  output_.reset();
  if (process_ < 0) return;
  kill(-process_, SIGKILL);
  wait(kBurial);
  process_ = -1;
}

}  // namespace tangthu::scanner
