// JSON and CBOR (RFC 8949), by nlohmann's library: the only file that includes it.
// Objects keep the order in which members were added.
#pragma once

#include <nlohmann/json.hpp>

namespace tangthu {

using Json = nlohmann::ordered_json;

}  // namespace tangthu
