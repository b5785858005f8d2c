// TOML, as a flat list of settings. The only place that knows the parser is toml.cc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tangthu {

inline constexpr std::size_t kMaxSettings = 1000;
inline constexpr std::size_t kMaxSettingsBytes = std::size_t{64} * 1024;

struct Setting {
  std::string table;  // "a.b" of a table in a table; empty: before the first table
  std::string key;
  int line = 0;
  std::variant<bool, std::int64_t, double, std::string> value;
};

// In the order of the file. kUsage for what is not TOML, for lists, dates, tables more
// than three deep, and for more than kMaxSettings; the subject is "FILE:LINE", with the
// key where there is one.
Result<std::vector<Setting>> read_toml(std::string_view text, const std::string& file);

// The text of such a file. kBadInput when it can't be read or is larger than
// kMaxSettingsBytes.
Result<std::string> read_settings_file(const std::filesystem::path& file);

}  // namespace tangthu
