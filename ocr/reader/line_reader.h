// Reads pictures of lines with one model.
#pragma once

#include <memory>
#include <vector>

#include "ocr/engine.h"
#include "ocr/reader/model.h"
#include "ocr/reader/words.h"

namespace tangthu::ocr::reader {

struct ReadLine {
  std::vector<ReadWord> words;
  Probabilities probabilities;
  Ink ink = Ink::kDark;
};

// Thread rule: one thread at a time.
class LineReader {
 public:
  explicit LineReader(std::shared_ptr<const Model> model);

  const Model& model() const { return *model_; }
  // Dark on light; light on dark is noticed. Without words where there is nothing to read
  // or the picture is not of a line (scaled_to).
  std::vector<ReadLine> read(const std::vector<const GreyImage*>& lines);

  std::string text_of(const ReadWord& word) const;
  // What the network saw in the word's columns (ocr/text.h).
  std::vector<Step> steps_of(const ReadLine& line, const ReadWord& word) const;

 private:
  bool is_accepted(const ReadWord& word) const;

  std::shared_ptr<const Model> model_;
  Beam beam_;
};

// 0–1, on Tesseract's scale.
double confidence_of(const ReadWord& word);

}  // namespace tangthu::ocr::reader
