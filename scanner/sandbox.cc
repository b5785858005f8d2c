#include "scanner/sandbox.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scanner/fault.h"

namespace tangthu::scanner {
namespace {

Failure cannot_start() {
  return fail(ErrorCode::kUnexpected, "a decoder process can't be started",
              "check that tangthu is installed completely and memory is left");
}

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

Result<Descriptor> sealed_memory(std::initializer_list<ByteView> parts) {
  Descriptor memory(memfd_create("tangthu", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  const bool written =
      memory.valid() && std::all_of(parts.begin(), parts.end(), [&](ByteView part) {
        return write_all(memory.get(), part);
      });
  if (!written || lseek(memory.get(), 0, SEEK_SET) != 0 ||
      fcntl(memory.get(), F_ADD_SEALS,
            F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
    return cannot_start();
  }
  return memory;
}

Result<DecoderProcess> DecoderProcess::start(const Launch& launch,
                                             const Descriptor& input) {
  auto process = HelperProcess::start({launch.program, launch.argument, {}}, input);
  if (!process) return cannot_start();
  return DecoderProcess(std::move(*process), launch);
}

DecoderProcess::DecoderProcess(HelperProcess process, const Launch& launch)
    : process_(std::move(process)),
      patience_(launch.patience),
      subject_(launch.subject) {}

Error DecoderProcess::failed() {
  process_.stop();
  return decoder_failed(subject_);
}

// The pipe closed in mid-sentence. The process is ending, and what it dies of is the
// cause; one that closed the pipe and lives on is not waited for.
Error DecoderProcess::ended_early() {
  constexpr std::chrono::milliseconds kEnding{1000};
  const int status = process_.wait(kEnding).value_or(0);
  process_.stop();
  const bool out_of_time = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  return out_of_time ? decoder_too_slow(subject_) : decoder_failed(subject_);
}

Result<void> DecoderProcess::read(std::span<std::uint8_t> to) {
  const auto reading = process_.read(to, deadline_);
  if (reading == HelperProcess::Reading::kDone) return {};
  if (reading == HelperProcess::Reading::kEnded) return Failure(ended_early());
  process_.stop();
  return Failure(decoder_too_slow(subject_));
}

Result<Frame> DecoderProcess::next_frame() {
  if (!process_.running()) return Failure(decoder_failed(subject_));
  deadline_ = HelperProcess::Clock::now() + patience_;
  FrameHeader header;
  if (auto got = read(header); !got) return Failure(std::move(got).error());
  const Frame frame = unpack(header);
  const bool expected =
      (frame.kind >= FrameKind::kPage && frame.kind <= FrameKind::kEnd) ||
      frame.kind == FrameKind::kFacts;
  if (!expected) return Failure(failed());
  if (frame.kind == FrameKind::kFault || frame.kind == FrameKind::kEnd) {
    effort_ = Effort{frame.words[1], frame.words[2]};
  }
  if (frame.kind == FrameKind::kFault) {
    process_.stop();
    return Failure(error_of(static_cast<Fault>(frame.words[0]), subject_));
  }
  return frame;
}

}  // namespace tangthu::scanner
