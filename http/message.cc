#include "http/message.h"

#include <algorithm>

namespace tangthu::http {

std::string_view find_header(const Headers& headers, std::string_view name) {
  const auto at = std::find_if(headers.begin(), headers.end(),
                               [&](const auto& each) { return each.first == name; });
  return at == headers.end() ? std::string_view() : std::string_view(at->second);
}

}  // namespace tangthu::http
