// The lists under ocr/data/, built into the program: names of bodies and places, types of
// documents, formulas and words of official prose, all written for tangthu.
#pragma once

#include <string_view>
#include <vector>

namespace tangthu::ocr::vietnamese {

struct DataFile {
  std::string_view name;  // of its file, without ending
  std::string_view
      text;  // entries between semicolons and line ends; '#' begins a comment
};

std::vector<DataFile> built_in_data();

}  // namespace tangthu::ocr::vietnamese
