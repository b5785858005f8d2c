// Decoder processes, from the parent's side.
//
// A decoder gets its input as descriptor 3 and writes frames (decode/frames.h) to
// descriptor 4. It has nothing else, not even an environment (helper_process.h), and from
// its first instructions the walls of decode/confine.h. What it says is checked here as
// from an enemy. Destroying the object kills it.
// Thread rule: one thread at a time, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/decode/frames.h"
#include "scanner/helper_process.h"

namespace tangthu::scanner {

// The bytes, one part after the other, in memory of their own that nobody can change any
// more (a sealed memfd).
Result<Descriptor> sealed_memory(std::initializer_list<ByteView> parts);

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

  // The next frame's header. kFault becomes its Error; a process that ended without a
  // last word is decoder_failed or decoder_too_slow. Allows `patience` from here on.
  Result<Frame> next_frame();
  // What follows the header.
  Result<void> read(std::span<std::uint8_t> to);

  // As its last frame said; nothing before that.
  const std::optional<Effort>& effort() const { return effort_; }

  Error failed();  // decoder_failed, said of the file; stops the process

 private:
  DecoderProcess(HelperProcess process, const Launch& launch);
  Error ended_early();

  HelperProcess process_;
  std::chrono::seconds patience_;
  std::chrono::steady_clock::time_point deadline_;
  std::string subject_;
  std::optional<Effort> effort_;
};

}  // namespace tangthu::scanner
