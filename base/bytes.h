// Byte strings, and bounded readers and writers of the little-endian records that
// docs/FORMAT.md describes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tangthu {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) {
  return {view.begin(), view.end()};
}

// Lower case, two digits a byte.
std::string to_hex(ByteView bytes);
// False, and nothing certain in `out`, when the text is not exactly its bytes in lower
// case.
bool from_hex(std::string_view text, std::span<std::uint8_t> out);

// Keys that must sort as their numbers do hold them with the highest byte first.
void append_big_endian(std::string& out, std::uint32_t value);
std::uint32_t read_big_endian(std::string_view four_bytes);

// Appends to a byte string. Variable parts are preceded by their length.
class ByteWriter {
 public:
  template <typename Integer>
  requires std::is_unsigned_v<Integer>
  void integer(Integer value) {
    std::array<std::uint8_t, sizeof(Integer)> bytes;
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
      bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
    raw(bytes);
  }
  void raw(ByteView bytes);
  void sized(ByteView bytes) {  // u32 length, then the bytes
    integer(static_cast<std::uint32_t>(bytes.size()));
    raw(bytes);
  }
  void sized(std::string_view text) { sized(as_bytes(text)); }
  Bytes take() { return std::move(bytes_); }
  ByteView view() const { return bytes_; }

 private:
  Bytes bytes_;
};

// Reads what ByteWriter wrote. A read past the end yields zeroes and marks the reader as
// failed for good; callers read a whole record, then ask `complete()` once.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  template <typename Integer>
  requires std::is_unsigned_v<Integer> Integer integer() {
    ByteView part = raw(sizeof(Integer));
    Integer value = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
      value = static_cast<Integer>(value | static_cast<Integer>(part[i]) << (8 * i));
    }
    return value;
  }
  ByteView raw(std::size_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    ByteView part = rest_.first(size);
    rest_ = rest_.subspan(size);
    return part;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> fixed() {
    std::array<std::uint8_t, N> out{};
    ByteView part = raw(N);
    if (!part.empty()) std::memcpy(out.data(), part.data(), N);
    return out;
  }
  ByteView sized() { return raw(integer<std::uint32_t>()); }
  std::string text() { return std::string(as_text(sized())); }

  bool failed() const { return failed_; }
  // Everything was there and nothing is left over.
  bool complete() const { return !failed_ && rest_.empty(); }
  std::size_t remaining() const { return failed_ ? 0 : rest_.size(); }

 private:
  ByteView rest_;
  bool failed_ = false;
};

}  // namespace tangthu
