// JSON and CBOR (RFC 8949), by nlohmann's library: the only file that includes it.
// Objects keep the order in which members were added.
#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/bytes.h"

namespace tangthu {

using Json = nlohmann::ordered_json;

// Values within values: the library's readers and writers call themselves for each, so
// that whoever chooses the bytes could choose to end the program.
inline constexpr std::size_t kMaxJsonDepth = 64;

// Nothing for what is not JSON, or is nested deeper. Never throws for any text.
std::optional<Json> json_from_text(std::string_view text);
// The same for CBOR of definite lengths without tags, which is all that to_cbor() writes.
std::optional<Json> json_from_cbor(ByteView bytes);

}  // namespace tangthu
