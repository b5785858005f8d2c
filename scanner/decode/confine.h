// The walls around a decoder process. Linux: resource limits, seccomp, Landlock.
//
// After confine() the process can compute, read its input and write to its pipe. No
// sockets, no new processes, no new executable memory, no signals to others, no writing
// anywhere else. A call that isn't on the list fails with EPERM and the process goes on:
// libraries probe for what they can do, and an honest decoder should survive the probe; a
// hostile one gains nothing by being refused.
//
// There is no parent-death signal: it is tied to the thread that made the process, and
// sources may change threads. A decoder whose parent is gone ends at its next write
// (EPIPE), or at its limit of processor time.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace tangthu::scanner {

// Of address space, everything counted (libraries, input, page). Not applied in builds
// with sanitizers, which reserve terabytes.
inline constexpr std::uint64_t kMemoryLimit = 3ULL << 30;
inline constexpr unsigned kProcessorSeconds = 600;

enum class Files {
  kNone,   // no file can be opened
  kFonts,  // the system's fonts and character maps can be read, nothing else
};

// Leaves the process if the walls can't be put up: nothing is decoded without them.
void confine(Files files);

// The bytes of kInputFd. Call before confine().
ByteView map_input();

}  // namespace tangthu::scanner
