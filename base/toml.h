// TOML, as a flat list of settings. The only place that knows the parser is toml.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tangthu {

inline constexpr std::size_t kMaxSettings = 1000;

struct Setting {
  std::string table;  // empty: before the first table
  std::string key;
  int line = 0;
  std::variant<bool, std::int64_t, double, std::string> value;
};

// In the order of the file. kUsage for what is not TOML, for lists, dates and tables in
// tables, and for more than kMaxSettings; the subject is "FILE:LINE", with the key where
// there is one.
Result<std::vector<Setting>> read_toml(std::string_view text, const std::string& file);

}  // namespace tangthu
