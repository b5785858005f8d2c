// The bits of a copy's invisible mark: 48 bits of id and 32 of check, as 40 symbols of
// four bits (docs/COPIES.md has the code, which is frozen).
//
// Thread rule: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::ocr {

// What the mark of one copy says: a random number that the copy register knows.
struct MarkId {
  static constexpr int kBits = 48;
  std::uint64_t value = 0;  // below 2^48
  static MarkId random();
  static std::optional<MarkId> parse(std::string_view text);
  std::string to_string() const;  // twelve lower-case hexadecimal digits
  bool operator==(const MarkId&) const = default;
};

inline constexpr std::size_t kMarkSymbols = 40;
inline constexpr std::size_t kMarkValues = 16;  // of a symbol

using MarkSymbols = std::array<std::uint8_t, kMarkSymbols>;
// How much likelier each value of each symbol is than none: natural logarithms.
using MarkEvidence = std::array<std::array<double, kMarkValues>, kMarkSymbols>;

MarkSymbols encode_mark(MarkId id);

struct DecodedMark {
  MarkId id;
  int agreeing = 0;  // symbols that the evidence alone would have read so, of 40
};

// The likeliest codeword, if its check holds: of evidence that is none, once in 2^32.
std::optional<DecodedMark> decode_mark(const MarkEvidence& evidence);

}  // namespace tangthu::ocr
