// Secrecy levels and labels (Law on protection of state secrets, 117/2025/QH15).
//
// A label is a level and an exact set of compartments. Authority over labels is what a
// session holds as keys; nothing in the program decides by comparing a number passed in.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu {

// Stored on disk: the values are frozen. There is no default level.
enum class Level : std::uint8_t {
  kThuong = 0,    // Thường: not secret
  kMat = 1,       // Mật: confidential
  kToiMat = 2,    // Tối mật: secret
  kTuyetMat = 3,  // Tuyệt mật: top secret
};

inline constexpr Level kAllLevels[] = {Level::kThuong, Level::kMat, Level::kToiMat,
                                       Level::kTuyetMat};

// thuong, mat, toi-mat, tuyet-mat: as on the command line.
std::string_view level_code(Level level);
// Thường, Mật, Tối mật, Tuyệt mật: as people write it.
std::string_view level_name(Level level);
// From the command-line code; kUsage otherwise.
Result<Level> parse_level(std::string_view code);
std::optional<Level> level_from_byte(std::uint8_t value);

// Compartment names: 1 to 64 bytes of lower-case ASCII letters, digits and '-'.
Result<std::string> parse_compartment(std::string_view name);

struct Label {
  Level level;
  std::set<std::string> compartments;

  auto operator<=>(const Label&) const = default;  // NOLINT(modernize-use-nullptr)

  // Canonical bytes: level, then count and sized names in byte order.
  Bytes encode() const;
  // Nothing for any bytes that encode() does not write.
  static std::optional<Label> decode(ByteReader& reader);
  // kUsage when encode() would write what decode() refuses.
  Result<void> check() const;
  // "mat" or "mat+nhan-su+tai-chinh"; for messages.
  std::string to_string() const;
};

// What a user may read: every label at or below `level` whose compartments lie within
// `compartments`, or any compartments at all.
struct Clearance {
  Level level;
  std::set<std::string> compartments;
  bool all_compartments = false;

  auto operator<=>(const Clearance&) const = default;
  bool dominates(const Label& label) const;
};

}  // namespace tangthu
