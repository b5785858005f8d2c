#include "scanner/sandbox.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "scanner/fault.h"

namespace tangthu::scanner {
namespace {

// Descriptors as dup2 sources must lie above the targets, or one would clobber another.
constexpr int kAboveTargets = 10;
constexpr int kPipeBytes = 1 << 20;

Failure cannot_start() {
  return fail(ErrorCode::kUnexpected, "a decoder process can't be started",
              "check that tangthu is installed completely and memory is left");
}

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

  pid_t spawn(const std::filesystem::path& program, const char* argument) const {
    std::string name = program.filename().string();
    std::string word = argument == nullptr ? "" : argument;
    char* arguments[] = {name.data(), argument == nullptr ? nullptr : word.data(),
                         nullptr};
    char* no_environment[] = {nullptr};
    pid_t process = -1;
    const int failed = posix_spawn(&process, program.c_str(), &actions_, &attributes_,
                                   arguments, no_environment);
    return failed == 0 ? process : -1;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

bool write_all(int fd, ByteView content) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Descriptor::~Descriptor() {
  reset();
}

void Descriptor::reset() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

Result<Descriptor> sealed_memory(ByteView content) {
  Descriptor memory(memfd_create("tangthu", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory.valid() || !write_all(memory.get(), content) ||
      lseek(memory.get(), 0, SEEK_SET) != 0 ||
      fcntl(memory.get(), F_ADD_SEALS,
            F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
    return cannot_start();
  }
  return memory;
}

std::filesystem::path helper_program(const char* name) {
  const std::filesystem::path folder = program_folder();
  std::filesystem::path beside = folder / name;
  std::error_code ignored;
  if (std::filesystem::exists(beside, ignored)) return beside;
  return folder / ".." / "libexec" / "tangthu" / name;
}

Result<DecoderProcess> DecoderProcess::start(const Launch& launch,
                                             const Descriptor& input) {
  Pipe pipe = make_pipe();
  const Descriptor raised_input = raised(input.get());
  if (!pipe.read.valid() || !pipe.write.valid() || !raised_input.valid()) {
    return cannot_start();
  }
  const SpawnPlan plan(raised_input.get(), pipe.write.get());
  const pid_t process = plan.spawn(launch.program, launch.argument);
  if (process < 0) return cannot_start();
  return DecoderProcess(process, std::move(pipe.read), launch);
}

DecoderProcess::DecoderProcess(pid_t process, Descriptor output, const Launch& launch)
    : process_(process),
      output_(std::move(output)),
      patience_(launch.patience),
      subject_(launch.subject) {}

DecoderProcess::DecoderProcess(DecoderProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      output_(std::move(other.output_)),
      patience_(other.patience_),
      deadline_(other.deadline_),
      subject_(std::move(other.subject_)) {}

DecoderProcess& DecoderProcess::operator=(DecoderProcess&& other) noexcept {
  if (this == &other) return *this;
  stop();
  process_ = std::exchange(other.process_, -1);
  output_ = std::move(other.output_);
  patience_ = other.patience_;
  deadline_ = other.deadline_;
  subject_ = std::move(other.subject_);
  return *this;
}

DecoderProcess::~DecoderProcess() {
  stop();
}

void DecoderProcess::stop() {
  output_.reset();
  if (process_ < 0) return;
  kill(process_, SIGKILL);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
}

Error DecoderProcess::failed() {
  stop();
  return decoder_failed(subject_);
}

// The pipe closed in mid-sentence. The process is ending, and what it dies of is the
// cause; one that closed the pipe and lives on is not waited for.
Error DecoderProcess::ended_early() {
  constexpr int kTries = 200;
  constexpr useconds_t kPauseMicroseconds = 5000;
  int status = 0;
  for (int i = 0; i < kTries && process_ >= 0; ++i) {
    if (waitpid(process_, &status, WNOHANG) == process_) process_ = -1;
    if (process_ >= 0) usleep(kPauseMicroseconds);
  }
  stop();
  const bool out_of_time = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  return out_of_time ? decoder_too_slow(subject_) : decoder_failed(subject_);
}

Result<void> DecoderProcess::read(std::span<std::uint8_t> to) {
  using std::chrono::milliseconds;
  while (!to.empty()) {
    const auto left = std::chrono::duration_cast<milliseconds>(
        deadline_ - std::chrono::steady_clock::now());
    pollfd wait{output_.get(), POLLIN, 0};
    const int ready = poll(
        &wait, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      stop();
      return Failure(decoder_too_slow(subject_));
    }
    const ssize_t got = ::read(output_.get(), to.data(), to.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Failure(ended_early());
    to = to.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

Result<Frame> DecoderProcess::next_frame() {
  if (process_ < 0) return Failure(decoder_failed(subject_));
  deadline_ = std::chrono::steady_clock::now() + patience_;
  std::array<std::uint8_t, kFrameHeaderBytes> header;
  if (auto got = read(header); !got) return Failure(std::move(got).error());
  std::uint32_t kind = 0;
  Frame frame{};
  std::memcpy(&kind, header.data(), sizeof kind);
  std::memcpy(frame.words.data(), header.data() + sizeof kind, sizeof frame.words);
  if (kind < static_cast<std::uint32_t>(FrameKind::kPage) ||
      kind > static_cast<std::uint32_t>(FrameKind::kEnd)) {
    return Failure(failed());
  }
  frame.kind = static_cast<FrameKind>(kind);
  if (frame.kind == FrameKind::kFault) {
    stop();
    return Failure(error_of(static_cast<Fault>(frame.words[0]), subject_));
  }
  return frame;
}

}  // namespace tangthu::scanner
