// A line of words read in a stain.
#pragma once

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

// "Chuyển: ................": a cell of a receiver's stamp, not a standing word.
bool is_entry(const ReadLine& line);

}  // namespace tangthu::ocr
