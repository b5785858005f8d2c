// LEB128 of at most 32 bits, in its shortest form only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace tangthu::indexer {

inline void put_varint(Bytes& out, std::uint32_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(value | 0x80U));
    value >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(value));
}

inline void put_text(Bytes& out, std::string_view text) {
  put_varint(out, static_cast<std::uint32_t>(text.size()));
  const ByteView bytes = as_bytes(text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

// A read past the end, of a number over 32 bits or not in its shortest form yields zero
// and marks the reader as failed for good.
class VarintReader {
 public:
  explicit VarintReader(ByteView bytes) : rest_(bytes) {}

  std::uint32_t varint() {
    if (!rest_.empty() && rest_.front() < 0x80) {  // most are so small
      const std::uint32_t value = rest_.front();
      rest_ = rest_.subspan(1);
      return value;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < rest_.size() && i < kMaxVarintBytes; ++i) {
      const std::uint8_t byte = rest_[i];
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << (7 * i);
      if (byte >= 0x80) continue;
      if (value > UINT32_MAX || (byte == 0 && i > 0)) break;
      rest_ = rest_.subspan(i + 1);
      return static_cast<std::uint32_t>(value);
    }
    return give_up();
  }
  // A number no larger than `most`.
  std::uint32_t varint(std::size_t most) {
    const std::uint32_t value = varint();
    return value <= most ? value : give_up();
  }
  ByteView raw(std::size_t size) {
    if (size > rest_.size()) {
      give_up();
      return {};
    }
    const ByteView part = rest_.first(size);
    rest_ = rest_.subspan(size);
    return part;
  }
  std::string_view text(std::size_t most) { return as_text(raw(varint(most))); }

  bool failed() const { return failed_; }
  bool complete() const { return !failed_ && rest_.empty(); }
  std::size_t remaining() const { return rest_.size(); }
  ByteView rest() const { return rest_; }

 private:
  static constexpr std::size_t kMaxVarintBytes = 5;

  std::uint32_t give_up() {
    failed_ = true;
    rest_ = {};
    return 0;
  }

  ByteView rest_;
  bool failed_ = false;
};

}  // namespace tangthu::indexer
