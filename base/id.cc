#include "base/id.h"

#include <algorithm>

#include <sodium.h>

#include "base/crockford.h"
#include "base/secret.h"

namespace tangthu {
namespace {

constexpr std::size_t kTextSize = 26;  // 130 bits; the first two are zero

}  // namespace

void random_bytes(std::span<std::uint8_t> out) {
  if (out.empty()) return;  // its address may be null
  initialise_sodium();
  randombytes_buf(out.data(), out.size());
}

bool by_chance(double probability) {
  if (probability >= 1.0) return true;
  std::uint8_t dice[4];
  random_bytes(dice);
  ByteReader in(dice);
  return in.integer<std::uint32_t>() < probability * 4294967296.0;
}

DocumentId DocumentId::random() {
  DocumentId id;
  random_bytes(id.bytes_);
  return id;
}

DocumentId DocumentId::from_bytes(std::span<const std::uint8_t, kSize> bytes) {
  DocumentId id;
  std::copy(bytes.begin(), bytes.end(), id.bytes_.begin());
  return id;
}

std::optional<DocumentId> DocumentId::parse(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  DocumentId id;
  for (std::size_t i = 0; i < kTextSize; ++i) {
    const auto value = crockford_value(text[i]);
    if (!value) return std::nullopt;
    // Digit i stands for bits [5 i - 2, 5 i + 3) of the 128.
    for (std::size_t bit = 0; bit < 5; ++bit) {
      const bool set = (*value >> (4 - bit)) & 1;
      const std::size_t position = 5 * i + bit;
      if (position < 2) {
        if (set) return std::nullopt;
        continue;
      }
      if (set) {
        id.bytes_[(position - 2) / 8] |=
            static_cast<std::uint8_t>(0x80U >> ((position - 2) % 8));
      }
    }
  }
  return id;
}

std::string DocumentId::to_string() const {
  std::string out;
  out.reserve(kTextSize);
  for (std::size_t i = 0; i < kTextSize; ++i) {
    unsigned value = 0;
    for (std::size_t bit = 0; bit < 5; ++bit) {
      const std::size_t position = 5 * i + bit;
      value <<= 1U;
      if (position < 2) continue;
      value |= (bytes_[(position - 2) / 8] >> (7 - (position - 2) % 8)) & 1U;
    }
    out.push_back(kCrockfordDigits[value]);
  }
  return out;
}

}  // namespace tangthu
