// Document ids: 128 random bits, so that an id says nothing of order, number or content.
// Written as 26 lower-case letters and digits (Crockford's base 32: no i, l, o, u).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace tangthu {

// Fills with bytes of the operating system's generator (libsodium).
void random_bytes(std::span<std::uint8_t> out);
// True with this probability; always from 1 upwards.
bool by_chance(double probability);

class DocumentId {
 public:
  static constexpr std::size_t kSize = 16;

  static DocumentId random();
  static DocumentId from_bytes(std::span<const std::uint8_t, kSize> bytes);
  // Case and Crockford's look-alikes (i, l → 1; o → 0) are forgiven; nothing else is.
  static std::optional<DocumentId> parse(std::string_view text);

  std::string to_string() const;
  ByteView bytes() const { return bytes_; }
  auto operator<=>(const DocumentId&) const = default;  // NOLINT(modernize-use-nullptr)

 private:
  std::array<std::uint8_t, kSize> bytes_{};
};

}  // namespace tangthu
