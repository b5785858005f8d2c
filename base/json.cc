#include "base/json.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "base/cbor.h"

namespace tangthu {
namespace {

double from_half(std::uint64_t bits) {
  const auto exponent = static_cast<int>(bits >> 10 & 31U);
  const auto mantissa = static_cast<int>(bits & 1023U);
  double out = std::numeric_limits<double>::infinity();
  if (exponent == 31 && mantissa != 0) out = std::numeric_limits<double>::quiet_NaN();
  if (exponent == 0) out = std::ldexp(mantissa, -24);
  if (exponent != 0 && exponent != 31) out = std::ldexp(mantissa + 1024, exponent - 25);
  return (bits & 0x8000U) != 0 ? -out : out;
}

// One pass from bytes to values. Lists read a record a document, and the library's own
// reader takes text byte by byte and moves all members each time that an object grows.
// Nothing is reserved or copied before the bytes for it are there, and nothing is deeper
// than the limit.
class CborReader {
 public:
  explicit CborReader(ByteView bytes) : bytes_(bytes) {}
  // False for anything but one whole item; then `out` may be half of one.
  bool read_whole(Json& out) { return read(out, 0) && bytes_.empty(); }

 private:
  // An item of an array or map is a few dozen bytes of memory for each byte of input.
  static constexpr std::size_t kMostReserved = 64;

  bool read(Json& out, std::size_t depth) {
    const auto head = take_cbor_head(bytes_);
    if (!head) return false;
    const std::uint64_t value = head->value;
    switch (head->kind) {
      case CborKind::kUnsigned:
        out = value;
        return true;
      case CborKind::kNegative:
        if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return false;
        out = -1 - static_cast<std::int64_t>(value);
        return true;
      case CborKind::kBytes:
        if (value > bytes_.size()) return false;
        out = Json::binary(to_bytes(bytes_.first(value)));
        bytes_ = bytes_.subspan(value);
        return true;
      case CborKind::kText:
        if (value > bytes_.size()) return false;
        out = as_text(bytes_.first(value));
        bytes_ = bytes_.subspan(value);
        return true;
      case CborKind::kArray:
        return depth < kMaxJsonDepth && read_array(out, value, depth + 1);
      case CborKind::kMap:
        return depth < kMaxJsonDepth && read_map(out, value, depth + 1);
      case CborKind::kSimple:
        return read_simple(out, *head);
      default:
        return false;  // a tag
    }
  }

  bool read_array(Json& out, std::uint64_t count, std::size_t depth) {
    if (count > bytes_.size()) return false;
    out = Json::array();
    auto& items = out.get_ref<Json::array_t&>();
    items.reserve(std::min(count, std::uint64_t{kMostReserved}));
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!read(items.emplace_back(), depth)) return false;
    }
    return true;
  }

  bool read_map(Json& out, std::uint64_t count, std::size_t depth) {
    if (count > bytes_.size() / 2) return false;
    out = Json::object();
    auto& members = out.get_ref<Json::object_t&>();
    members.reserve(std::min(count, std::uint64_t{kMostReserved}));
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto head = take_cbor_head(bytes_);
      if (!head || head->kind != CborKind::kText || head->value > bytes_.size())
        return false;
      const std::string name(as_text(bytes_.first(head->value)));
      bytes_ = bytes_.subspan(head->value);
      const auto [at, is_new] = members.emplace(name, Json());
      if (!is_new || !read(at->second, depth)) return false;
    }
    return true;
  }

  static bool read_simple(Json& out, const CborHead& head) {
    constexpr std::uint8_t kFalse = 20, kTrue = 21, kNull = 22;
    constexpr std::uint8_t kHalf = 25, kFloat = 26, kDouble = 27;
    switch (head.low) {
      case kFalse:
      case kTrue:
        out = head.low == kTrue;
        return true;
      case kNull:
        out = nullptr;
        return true;
      case kHalf:
        out = from_half(head.value);
        return true;
      case kFloat:
        out = double{std::bit_cast<float>(static_cast<std::uint32_t>(head.value))};
        return true;
      case kDouble:
        out = std::bit_cast<double>(head.value);
        return true;
      default:
        return false;
    }
  }

  ByteView bytes_;
};

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
  Json json;
  if (!CborReader(bytes).read_whole(json)) return std::nullopt;
  return json;
}

}  // namespace tangthu
