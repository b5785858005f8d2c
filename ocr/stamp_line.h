// A line of words read in a stain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

struct ReadLine {
  std::string text;
  double confidence = 0;
  int letters = 0;
  bool capital = false;  // all of it
};

ReadLine join(const std::vector<Word>& words);

// A line that has MẬT in it, in capitals, and otherwise nothing but TỐI or TUYỆT and
// scraps: a stamp whose frame was read as signs ("MAT lÍ"). In doubt; what stands before
// MẬT and can't be read counts as TUYỆT.
std::optional<Stamp> level_among_scraps(const Line& line);

// "Chuyển: ................": a cell of a receiver's stamp, not a standing word.
bool is_entry(const ReadLine& line);

}  // namespace tangthu::ocr
