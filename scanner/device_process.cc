#include "scanner/device_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scanner/device/messages.h"
#include "scanner/pages_of_frames.h"

namespace tangthu::scanner {
namespace {

using Clock = HelperProcess::Clock;
using Reading = HelperProcess::Reading;

// A socket, because writing to a pipe that nobody reads any more raises a signal.
struct Channel {
  Descriptor ours;
  Descriptor theirs;
};

Channel make_channel() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return {};
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// What drivers and the loader need: SANE's own settings, and where things lie. Not the
// language: numbers are read and written in the C locale.
std::vector<std::string> environment() {
  constexpr std::array<std::string_view, 4> kPassed = {
      "PATH=", "HOME=", "LD_LIBRARY_PATH=", "SANE_"};
  std::vector<std::string> passed;
  for (char** variable = environ; variable != nullptr && *variable != nullptr;
       ++variable) {
    const std::string_view text = *variable;
    if (std::any_of(kPassed.begin(), kPassed.end(),
                    [&](std::string_view start) { return text.starts_with(start); })) {
      passed.emplace_back(text);
    }
  }
  return passed;
}

}  // namespace

Result<DeviceProcess> DeviceProcess::start(const Launch& launch) {
  Channel channel = make_channel();
  std::optional<HelperProcess> process;
  if (channel.ours.valid()) {
    process =
        HelperProcess::start({launch.program, nullptr, environment()}, channel.theirs);
  }
  if (!process) {
    return fail(ErrorCode::kUnexpected, "the process for scanners can't be started",
                "check that tangthu is installed completely and memory is left");
  }
  return DeviceProcess(std::move(*process), std::move(channel.ours), launch);
}

DeviceProcess::DeviceProcess(HelperProcess process, Descriptor requests,
                             const Launch& launch)
    : process_(std::move(process)),
      requests_(std::move(requests)),
      limits_(launch.limits),
      device_(launch.device),
      interrupted_(launch.interrupted) {}

DeviceProcess::~DeviceProcess() {
  requests_.reset();
  process_.hang_up();
  process_.wait(limits_.grace);
}

void DeviceProcess::finish() {
  // The end is all that is left for it to say; the destructor sees to the rest.
  static_cast<void>(next_frame(limits_.release));
}

Failure DeviceProcess::failure(DeviceFault fault) {
  process_.stop();
  return device_failure(fault, device_);
}

// The pipe closed in mid-sentence. A program that was never able to run says so by its
// status: the loader did not find libsane.
Failure DeviceProcess::ended_early() {
  constexpr std::chrono::milliseconds kEnding{1000};
  constexpr int kNotLoaded = 127;
  const int status = process_.wait(kEnding).value_or(0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotLoaded) {
    return failure(DeviceFault::kNoService);
  }
  // SANE's own network driver (1.2.1) crashes when the other machine goes away.
  const bool over_network = device_.starts_with("net:") && WIFSIGNALED(status);
  return failure(over_network ? DeviceFault::kConnection : DeviceFault::kDriverFailed);
}

// It hears all it is asked before it does anything: what the socket doesn't take at once
// is taken soon, or never.
bool DeviceProcess::send(ByteView data) {
  const auto deadline = Clock::now() + limits_.stall;
  while (!data.empty()) {
    const ssize_t sent =
        ::send(requests_.get(), data.data(), data.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) data = data.subspan(static_cast<std::size_t>(sent));
    if (sent >= 0 || errno == EINTR) continue;
    constexpr int kLookMilliseconds = 100;
    const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
    if (!full || Clock::now() > deadline) return false;
    pollfd room{requests_.get(), POLLOUT, 0};
    poll(&room, 1, kLookMilliseconds);
  }
  return true;
}

Result<void> DeviceProcess::read(std::span<std::uint8_t> to, Clock::time_point deadline) {
  switch (process_.read(to, deadline, interrupted_)) {
    case Reading::kDone:
      return {};
    case Reading::kLate:
      return failure(DeviceFault::kNoAnswer);
    case Reading::kEnded:
      return ended_early();
    case Reading::kInterrupted:
      break;
  }
  return fail(ErrorCode::kInterrupted, "interrupted", "run the command again");
}

Result<Frame> DeviceProcess::ask(FrameKind question, ByteView body) {
  if (!process_.running()) return failed();
  const Frame frame{question, {static_cast<std::uint32_t>(body.size()), 0, 0, 0}};
  if (body.size() > kMaxRequestBytes) {
    return device_failure(DeviceFault::kSettingsRefused, device_);
  }
  if (!send(pack(frame)) || !send(body)) return ended_early();
  return next_frame(limits_.first_answer);
}

Result<Frame> DeviceProcess::next_frame(std::chrono::milliseconds patience) {
  if (!process_.running()) return failed();
  const auto last = Clock::now() + std::max(patience, limits_.page);
  for (;;) {
    FrameHeader header;
    TRY(read(header, std::min(Clock::now() + patience, last)));
    const Frame frame = unpack(header);
    if (frame.kind == FrameKind::kDeviceFault) return told(frame);
    if (frame.kind != FrameKind::kWorking) return frame;
    patience = limits_.stall;
  }
}

Failure DeviceProcess::told(const Frame& frame) {
  auto subject = body(frame.words[1], kMaxDeviceName);
  if (!subject) return Failure(std::move(subject).error());
  return device_failure(static_cast<DeviceFault>(frame.words[0]),
                        printable(std::string(as_text(*subject))));
}

Result<Bytes> DeviceProcess::body(std::size_t size, std::size_t limit) {
  if (size > limit) return failed();
  Bytes bytes(size);
  TRY(read(bytes, Clock::now() + limits_.stall));
  return bytes;
}

Result<Page> DeviceProcess::page(const Frame& frame) {
  auto page = announced_page(frame);
  if (!page) return failed();
  TRY(read(page->pixels(), Clock::now() + limits_.stall));
  return std::move(*page);
}

}  // namespace tangthu::scanner
