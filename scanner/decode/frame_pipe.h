// A helper program's ends of its pipes.
#pragma once

#include <span>

#include "base/bytes.h"

namespace tangthu::scanner {

// Everything to kOutputFd; false when nobody listens any more (SIGPIPE must be ignored).
bool write_bytes(ByteView data);

// Fills `to` from kInputFd; false when it ends before.
bool read_bytes(std::span<std::uint8_t> to);

}  // namespace tangthu::scanner
