// Base 64 of RFC 4648 §4, with padding, in its one canonical form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace tangthu::vault {

std::string to_base64(ByteView bytes);
// Nothing unless `text` is exactly what to_base64 makes of some bytes.
std::optional<Bytes> from_base64(std::string_view text);

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> array_from_base64(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != N) return std::nullopt;
  std::array<std::uint8_t, N> out;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

}  // namespace tangthu::vault
