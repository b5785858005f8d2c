#include "scanner/device/parent_link.h"

#include <atomic>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "scanner/decode/frame_pipe.h"
#include "scanner/device/fault.h"
#include "scanner/device/limits.h"

namespace tangthu::scanner {
namespace {

std::atomic<bool> parent_gone = false;

// Longer than a living parent waits before it kills: this is for when there is none, and
// then the device may take its time.
constexpr std::chrono::seconds kLastChance{15};

// Allocates nothing and takes no lock: a driver's thread that was ended by force may hold
// any of them for ever.
void watch() {
  pollfd requests{kInputFd, POLLRDHUP, 0};
  while (poll(&requests, 1, -1) <= 0) {
  }
  parent_gone = true;
  std::this_thread::sleep_for(kLastChance);
  _exit(1);
}

std::uint32_t word(std::size_t size) {
  return static_cast<std::uint32_t>(size);
}

bool send_frame(const Frame& frame, ByteView body) {
  return write_bytes(pack(frame)) && write_bytes(body);
}

}  // namespace

ParentLink::ParentLink() {
  // Not for programs that drivers start.
  fcntl(kInputFd, F_SETFD, FD_CLOEXEC);
  fcntl(kOutputFd, F_SETFD, FD_CLOEXEC);
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(bugprone-unused-return-value): EPIPE tells
  // Signals are for the drivers' thread, where some of them use timers.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread(watch).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

std::optional<ParentLink::Request> ParentLink::next_request() {
  FrameHeader header;
  if (!read_bytes(header)) return std::nullopt;
  const Frame frame = unpack(header);
  const std::uint32_t size = frame.words[0];
  if (size > kMaxRequestBytes) return std::nullopt;
  Request request{frame.kind, Bytes(size)};
  if (!read_bytes(request.body)) return std::nullopt;
  return request;
}

bool ParentLink::send(FrameKind kind) {
  return send_frame({kind, {}}, {});
}

bool ParentLink::send_record(ByteView body) {
  return send_frame({FrameKind::kRecord, {word(body.size()), 0, 0, 0}}, body);
}

bool ParentLink::send_opened(std::string_view device, bool more_pages_than_one) {
  device = device.substr(0, kMaxDeviceName);
  return send_frame(
      {FrameKind::kOpened, {word(device.size()), more_pages_than_one ? 1U : 0U, 0, 0}},
      as_bytes(device));
}

bool ParentLink::send_page(const Page& page) {
  const Frame frame{FrameKind::kPage,
                    {static_cast<std::uint32_t>(page.width()),
                     static_cast<std::uint32_t>(page.height()),
                     static_cast<std::uint32_t>(page.channels()),
                     static_cast<std::uint32_t>(page.dpi())}};
  return send_frame(frame, page.pixels());
}

bool ParentLink::send_error(const Error& error) {
  const std::string_view subject =
      std::string_view(error.subject()).substr(0, kMaxDeviceName);
  const auto fault = static_cast<std::uint32_t>(fault_of(error));
  return send_frame({FrameKind::kDeviceFault, {fault, word(subject.size()), 0, 0}},
                    as_bytes(subject));
}

bool ParentLink::send_working() {
  constexpr std::chrono::seconds kPause{1};
  if (parent_gone) return false;
  const auto now = std::chrono::steady_clock::now();
  if (now - said_ < kPause) return true;
  said_ = now;
  return send(FrameKind::kWorking);
}

}  // namespace tangthu::scanner
