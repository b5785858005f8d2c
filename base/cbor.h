// CBOR (RFC 8949) of definite lengths without tags, as it is read item by item: what
// json_from_cbor() (json.h) makes values of. Thread rule: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace tangthu {

enum class CborKind : std::uint8_t {
  kUnsigned = 0,
  kNegative = 1,
  kBytes = 2,
  kText = 3,
  kArray = 4,
  kMap = 5,
  kTag = 6,
  kSimple = 7
};

// The first bytes of an item.
struct CborHead {
  CborKind kind;
  std::uint8_t low;  // what the first byte says besides the kind
  std::uint64_t value;
};

// Takes it away from the bytes; nothing when they have none.
std::optional<CborHead> take_cbor_head(ByteView& bytes);

// Of a map with an array of maps under `list`: the text under `member` of each of these,
// as it lies in the bytes. Nothing when they are not one such map, or one of those has no
// such text. A page has a hundred lines with ten words each, with their boxes: making
// values of all of them takes ten times as long.
std::optional<std::vector<std::string_view>> texts_in_cbor(ByteView bytes,
                                                           std::string_view list,
                                                           std::string_view member);

}  // namespace tangthu
