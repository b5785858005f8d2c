#include "base/json.h"

#include <vector>

namespace tangthu {
namespace {

// The first bytes of an item of CBOR.
struct Head {
  std::uint8_t kind;  // major type
  std::uint64_t value;
};

std::optional<Head> take_head(ByteView& bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto kind = static_cast<std::uint8_t>(bytes[0] >> 5);
  const std::uint8_t low = bytes[0] & 31U;
  bytes = bytes.subspan(1);
  if (low < 24) return Head{kind, low};
  const std::size_t size = std::size_t{1} << (low - 24U);
  if (low > 27 || size > bytes.size()) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes.first(size))
    value = value << 8 | byte;
  bytes = bytes.subspan(size);
  return Head{kind, value};
}

// Everything that a length promises is there, and nothing is too deep: the library would
// find out too late.
bool is_sound_cbor(ByteView bytes) {
  enum Kind : std::uint8_t { kBytes = 2, kText = 3, kArray = 4, kMap = 5, kTag = 6 };
  std::vector<std::uint64_t> missing = {1};  // items, on each level that is open
  while (!missing.empty()) {
    if (missing.back()-- == 0) {
      missing.pop_back();
      continue;
    }
    const auto head = take_head(bytes);
    if (!head || head->kind == kTag) return false;
    if (head->kind < kBytes || head->kind > kMap) continue;
    if (head->value > bytes.size()) return false;
    if (head->kind == kBytes || head->kind == kText) {
      bytes = bytes.subspan(head->value);
      continue;
    }
    if (missing.size() > kMaxJsonDepth) return false;
    missing.push_back(head->kind == kMap ? 2 * head->value : head->value);
  }
  return bytes.empty();
}

bool is_too_deep(std::string_view json) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if ((c == '[' || c == '{') && ++depth > kMaxJsonDepth) return true;
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return false;
}

}  // namespace

std::optional<Json> json_from_text(std::string_view text) {
  if (is_too_deep(text)) return std::nullopt;
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

std::optional<Json> json_from_cbor(ByteView bytes) {
  if (!is_sound_cbor(bytes)) return std::nullopt;
  Json json = Json::from_cbor(bytes.begin(), bytes.end(), true, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

}  // namespace tangthu
