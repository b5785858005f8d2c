// Where a server is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace tangthu::http {

struct Url {
  std::string host;  // empty for a Unix socket
  std::uint16_t port = 443;
  std::filesystem::path socket;
};

// "https://archive.example:8443", "https://[2001:db8::1]", "unix:/run/tangthu/socket".
// kUsage for others: nothing is ever sent without TLS over a network.
Result<Url> parse_url(const std::string& text);

}  // namespace tangthu::http
