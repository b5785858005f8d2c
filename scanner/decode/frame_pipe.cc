#include "scanner/decode/frame_pipe.h"

#include <cerrno>

#include <unistd.h>

#include "scanner/decode/frames.h"

namespace tangthu::scanner {

bool write_bytes(ByteView data) {
  while (!data.empty()) {
    const ssize_t written = write(kOutputFd, data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data = data.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool read_bytes(std::span<std::uint8_t> to) {
  while (!to.empty()) {
    const ssize_t got = read(kInputFd, to.data(), to.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to = to.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

}  // namespace tangthu::scanner
