#include "base/cbor.h"

#include "base/json.h"

namespace tangthu {
namespace {

// Over items, without making anything of them.
class CborWalk {
 public:
  explicit CborWalk(ByteView bytes) : bytes_(bytes) {}
  bool at_end() const { return bytes_.empty(); }

  std::optional<std::string_view> text() {
    const auto head = take_cbor_head(bytes_);
    if (!head || head->kind != CborKind::kText || head->value > bytes_.size())
      return std::nullopt;
    const std::string_view out = as_text(bytes_.first(head->value));
    bytes_ = bytes_.subspan(head->value);
    return out;
  }

  // How many items follow; nothing when it is no such container.
  std::optional<std::uint64_t> container(CborKind kind) {
    const auto head = take_cbor_head(bytes_);
    if (!head || head->kind != kind || head->value > bytes_.size()) return std::nullopt;
    return head->value;
  }

  bool pass_over(std::size_t depth = 0) {
    const auto head = take_cbor_head(bytes_);
    if (!head || head->kind == CborKind::kTag) return false;
    if (head->kind == CborKind::kBytes || head->kind == CborKind::kText) {
      if (head->value > bytes_.size()) return false;
      bytes_ = bytes_.subspan(head->value);
      return true;
    }
    if (head->kind != CborKind::kArray && head->kind != CborKind::kMap) return true;
    if (depth >= kMaxJsonDepth || head->value > bytes_.size()) return false;
    const std::uint64_t items =
        head->kind == CborKind::kMap ? head->value * 2 : head->value;
    for (std::uint64_t i = 0; i < items; ++i) {
      if (!pass_over(depth + 1)) return false;
    }
    return true;
  }

  // Over a map: `visit` takes the value of this name, and says whether it is good.
  template <typename Visit>
  bool member(std::string_view wanted, const Visit& visit) {
    const auto count = container(CborKind::kMap);
    bool found = false;
    for (std::uint64_t i = 0; count && i < *count; ++i) {
      const auto name = text();
      if (!name) return false;
      const bool is_it = *name == wanted;
      if (is_it && found) return false;
      found = found || is_it;
      if (!(is_it ? visit() : pass_over(1))) return false;
    }
    return found;
  }

 private:
  ByteView bytes_;
};

}  // namespace

std::optional<CborHead> take_cbor_head(ByteView& bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto kind = static_cast<CborKind>(bytes[0] >> 5);
  const auto low = static_cast<std::uint8_t>(bytes[0] & 31U);
  bytes = bytes.subspan(1);
  if (low < 24) return CborHead{kind, low, low};
  const std::size_t size = std::size_t{1} << (low - 24U);
  if (low > 27 || size > bytes.size()) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes.first(size))
    value = value << 8 | byte;
  bytes = bytes.subspan(size);
  return CborHead{kind, low, value};
}

std::optional<std::vector<std::string_view>> texts_in_cbor(ByteView bytes,
                                                           std::string_view list,
                                                           std::string_view member) {
  CborWalk walk(bytes);
  std::vector<std::string_view> out;
  const auto take_text = [&] {
    const auto text = walk.text();
    if (text) out.push_back(*text);
    return text.has_value();
  };
  const auto take_items = [&] {
    const auto count = walk.container(CborKind::kArray);
    for (std::uint64_t i = 0; count && i < *count; ++i) {
      if (!walk.member(member, take_text)) return false;
    }
    return count.has_value();
  };
  if (!walk.member(list, take_items) || !walk.at_end()) return std::nullopt;
  return out;
}

}  // namespace tangthu
