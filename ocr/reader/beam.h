// The most likely characters of a line, with the dictionary's word in it.
//
// The semantics are Tesseract's: paths of codes through the columns, five of each kind
// kept; those inside dictionary words and those outside apart, the latter's certainties
// multiplied, so that a word that is known wins over one that is a little clearer.
//
// Thread rule: one thread at a time; it keeps its memory from line to line.
#pragma once

#include <memory>
#include <vector>

#include "ocr/reader/charset.h"
#include "ocr/reader/dictionary.h"
#include "ocr/reader/network.h"

namespace tangthu::ocr::reader {

// What the best path has in one column.
struct PathColumn {
  int character = kNoCharacter;  // completed here
  float certainty = 0;           // natural logarithm of its probability, weighted
  Source source = Source::kNone;
  bool starts_word = false;
  bool duplicate = false;  // the same character goes on
};

class Beam {
 public:
  // Both outlive it; `dictionary` may be null.
  Beam(const Charset& charset, const Dictionary* dictionary, std::size_t blank);
  ~Beam();

  std::vector<PathColumn> best_path(const Probabilities& line);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::ocr::reader
