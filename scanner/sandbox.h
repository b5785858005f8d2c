// Decoder processes, from the parent's side.
//
// A decoder gets its input as descriptor 3 and writes frames (decode/frames.h) to
// descriptor 4. It has nothing else: no environment, no other descriptor, a session of
// its own (an interrupt at the terminal is not its affair), and from its first
// instructions the walls of decode/confine.h. What it says is checked here as from an
// enemy. Destroying the object kills it.
// Thread rule: one thread at a time, any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/decode/frames.h"

namespace tangthu::scanner {

// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

// The bytes in memory of their own that nobody can change any more (a sealed memfd).
Result<Descriptor> sealed_memory(ByteView content);

// Where a helper program of tangthu lies: beside the running program, or in
// ../libexec/tangthu of it.
std::filesystem::path helper_program(const char* name);

class DecoderProcess {
 public:
  struct Launch {
    std::filesystem::path program;
    const char* argument = nullptr;  // may be none
    // For each frame, header and contents; the whole is bounded by processor time.
    std::chrono::seconds patience{60};
    std::string subject;  // the file, for errors
  };

  // kUnexpected when the program can't be started.
  static Result<DecoderProcess> start(const Launch& launch, const Descriptor& input);

  DecoderProcess(DecoderProcess&& other) noexcept;
  DecoderProcess& operator=(DecoderProcess&& other) noexcept;
  ~DecoderProcess();

  // The next frame's header. kFault becomes its Error; a process that ended without a
  // last word is decoder_failed or decoder_too_slow. Allows `patience` from here on.
  Result<Frame> next_frame();
  // What follows the header.
  Result<void> read(std::span<std::uint8_t> to);

  Error failed();  // decoder_failed, said of the file; stops the process

 private:
  DecoderProcess(pid_t process, Descriptor output, const Launch& launch);
  Error ended_early();
  void stop();

  pid_t process_ = -1;
  Descriptor output_;
  std::chrono::seconds patience_;
  std::chrono::steady_clock::time_point deadline_;
  std::string subject_;
};

}  // namespace tangthu::scanner
