// The lists under ocr/data/, built into the program: names of bodies and places, types of
// documents, formulas and words of official prose, all written for tangthu.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace tangthu::ocr::vietnamese {

struct DataFile {
  std::string_view name;  // of its file, without ending
  std::string_view
      text;  // entries between semicolons and line ends; '#' begins a comment
};

std::vector<DataFile> built_in_data();

// Every entry of a file, comments left out.
template <typename Take>
void for_each_entry(std::string_view text, Take&& take) {
  while (!text.empty()) {
    const std::size_t line_end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, line_end);
    text.remove_prefix(std::min(line_end + 1, text.size()));
    if (line.starts_with('#')) continue;
    while (!line.empty()) {
      const std::size_t end = std::min(line.find(';'), line.size());
      take(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
}

}  // namespace tangthu::ocr::vietnamese
