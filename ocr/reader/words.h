// Words of a line, from the best path through its columns.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/beam.h"

namespace tangthu::ocr::reader {

struct ReadWord {
  std::vector<int> characters;
  float certainty = 0;  // the lowest of its characters and the spaces around it
  float rating = 0;     // the sum of all; lower is better
  Source source = Source::kNone;
  bool accepted = false;  // as sure as Tesseract asks (line_reader.cc)
  int left = 0;           // pixels of the picture that was read
  int right = 0;
  // Columns that it was read from, with the space before it.
  std::size_t first_column = 0;
  std::size_t end_column = 0;
};

// `scale`: pixels of the picture a column.
std::vector<ReadWord> words_of(const std::vector<PathColumn>& path,
                               const Charset& charset, float scale);

}  // namespace tangthu::ocr::reader
