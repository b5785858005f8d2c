// CSV (RFC 4180) as offices write it: UTF-8 with or without a mark at its beginning,
// fields parted by commas, semicolons or tabs (the first line tells), lines ended as
// anybody does. Thread rule: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tangthu {

inline constexpr std::size_t kMaxCsvBytes = std::size_t{32} * 1024 * 1024;
inline constexpr std::size_t kMaxCsvRows = 100'000;
inline constexpr std::size_t kMaxCsvCells = 100;  // of a row

struct CsvRow {
  int line = 0;  // on which it begins, from 1
  std::vector<std::string> cells;
};

// Without rows that are empty. kBadInput, with "line N", for quotes that do not end or
// stand amid a field, and past the limits.
Result<std::vector<CsvRow>> read_csv(std::string_view text);

}  // namespace tangthu
