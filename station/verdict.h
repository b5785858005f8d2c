// What a server's answer means for the bundle that was sent to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "base/id.h"
#include "http/message.h"

namespace tangthu::station {

// It is in the vault.
struct Accepted {
  std::uint64_t log_index;
  bool repeated;  // it was before
};
// The vault will never take it, and says why: a problem of tangthu's own with an exit
// code, about the bundle and not about who sends it, or how often.
struct Refused {
  std::string reason;  // of literal texts, safe to print
};
// Anything else: the bundle waits.
struct Later {
  std::string reason;
  std::chrono::seconds least_pause;  // as the server asked
};
using Verdict = std::variant<Accepted, Refused, Later>;

inline constexpr std::chrono::seconds kLongestAskedPause{300};

Verdict verdict_of(const DocumentId& sent, const http::Response& response);

}  // namespace tangthu::station
