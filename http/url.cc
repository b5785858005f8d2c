#include "http/url.h"

#include <string_view>

#include "base/number.h"

namespace tangthu::http {
namespace {

Failure bad(const std::string& text) {
  return fail(ErrorCode::kUsage, "not a server's address",
              "write it as https://HOST:PORT or unix:/PATH", text);
}

}  // namespace

Result<Url> parse_url(const std::string& text) {
  constexpr std::string_view kTls = "https://";
  constexpr std::string_view kLocal = "unix:";
  Url out;
  if (text.starts_with(kLocal)) {
    out.socket = text.substr(kLocal.size());
    if (out.socket.empty() || !out.socket.is_absolute()) return bad(text);
    return out;
  }
  if (!text.starts_with(kTls)) return bad(text);
  std::string rest = text.substr(kTls.size());
  if (!rest.empty() && rest.back() == '/') rest.pop_back();
  std::string port;
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string::npos) return bad(text);
    out.host = rest.substr(1, end - 1);
    port = rest.substr(end + 1);
  } else {
    const std::size_t colon = rest.find(':');
    out.host = rest.substr(0, colon);
    if (colon != std::string::npos) port = rest.substr(colon);
  }
  if (!port.empty()) {
    const auto number = parse_number<std::uint16_t>(std::string_view(port).substr(1));
    if (port.front() != ':' || !number || *number == 0) return bad(text);
    out.port = *number;
  }
  if (out.host.empty() || out.host.find_first_of("/?#@ ") != std::string::npos)
    return bad(text);
  return out;
}

}  // namespace tangthu::http
