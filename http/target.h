// A request's target (RFC 9112, 3.2.1): path and query.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::http {

struct Target {
  std::string path;   // decoded
  std::string query;  // as it was sent
};

// Nothing for what is not an absolute path, has a wrong escape, a zero, a control
// character, or goes up ("..").
std::optional<Target> parse_target(std::string_view text);

// "a=1&b=x%20y"; the last of a name counts. Nothing for wrong escapes.
std::optional<std::map<std::string, std::string>> parse_query(std::string_view text);

}  // namespace tangthu::http
