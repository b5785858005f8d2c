// A program of tangthu in a process of its own, from the parent's side: starting it,
// reading what it says, ending it. What it means to say is for DecoderProcess and
// DeviceProcess.
//
// It gets one descriptor to read from (kInputFd) and a pipe to write to (kOutputFd), the
// environment that it is given and nothing else: no other descriptor, no terminal, a
// session of its own (an interrupt at the terminal is not its affair). Destroying the
// object kills it and whatever it started.
// Thread rule: one thread at a time, any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/bytes.h"
#include "base/descriptor.h"

namespace tangthu::scanner {

// Where a helper program of tangthu lies: beside the running program, or in
// ../libexec/tangthu of it.
std::filesystem::path helper_program(const char* name);

class HelperProcess {
 public:
  using Clock = std::chrono::steady_clock;

  struct Launch {
    std::filesystem::path program;
    const char* argument = nullptr;        // may be none
    std::vector<std::string> environment;  // "NAME=value"
  };

  // Nothing when the program can't be started.
  static std::optional<HelperProcess> start(const Launch& launch,
                                            const Descriptor& input);

  HelperProcess(HelperProcess&& other) noexcept;
  HelperProcess& operator=(HelperProcess&& other) noexcept;
  ~HelperProcess();

  bool running() const { return process_ >= 0; }

  enum class Reading {
    kDone,
    kLate,         // the deadline has passed
    kEnded,        // it closed its pipe or is dead, and said less
    kInterrupted,  // *interrupted became true
  };
  // Fills `to`. `interrupted` may be null.
  Reading read(std::span<std::uint8_t> to, Clock::time_point deadline,
               const std::atomic<bool>* interrupted = nullptr);

  // Listens no more: what it still writes fails (EPIPE).
  void hang_up() { output_.reset(); }

  // Its status as of waitpid, when it ends by itself within `patience`.
  std::optional<int> wait(std::chrono::milliseconds patience);

  // Kills it at once. Waits for its end, but not for ever: a process that hangs in the
  // kernel is left behind.
  void stop();

 private:
  HelperProcess(pid_t process, Descriptor output);
  bool ended() const;

  pid_t process_ = -1;
  Descriptor output_;
};

}  // namespace tangthu::scanner
