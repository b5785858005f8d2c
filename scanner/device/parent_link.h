// tangthu-device's side of its pipes.
//
// There is no parent-death signal: it is tied to the thread that made the process. The
// request pipe is watched instead, by a thread of its own, because a driver may sit in
// sane_read for minutes: when tangthu lets go of the pipe, the scan is given up at the
// next sign of life of the device, and the process ends in any case soon after.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"
#include "scanner/decode/frames.h"

namespace tangthu::scanner {

// One a process. All but the watching is for one thread.
class ParentLink {
 public:
  ParentLink();
  ParentLink(const ParentLink&) = delete;
  ParentLink& operator=(const ParentLink&) = delete;

  struct Request {
    FrameKind kind;
    Bytes body;
  };
  // Waits for it. Nothing when there will be none any more.
  std::optional<Request> next_request();

  // Each is false when nobody listens any more.
  bool send(FrameKind kind);
  bool send_record(ByteView body);
  bool send_opened(std::string_view device, bool more_pages_than_one);
  bool send_page(const Page& page);
  bool send_error(const Error& error);
  // That the device gives signs of life; said once a second at most.
  bool send_working();

 private:
  std::chrono::steady_clock::time_point said_;
};

}  // namespace tangthu::scanner
