// Correction of recognised Vietnamese. Numbers, dates, names of persons and foreign words
// are never turned into something else; nothing is made up: a word becomes only what the
// recogniser saw as well, or what looks alike and is attested.
//
// Thread rule: immutable, any thread.
#pragma once

#include <filesystem>

#include "ocr/text.h"
#include "ocr/vietnamese/model.h"

namespace tangthu::ocr::vietnamese {

class Corrector {
 public:
  // `word_list`: as Model's.
  explicit Corrector(const std::filesystem::path& word_list = kWordListFile)
      : model_(word_list) {}

  bool has_word_list() const { return model_.has_word_list(); }
  // Changes lines and words, notes each change in `corrections`, and lets the words'
  // columns go. A word keeps its confidence: it says how well it was seen.
  void correct(PageText& page) const;

 private:
  Model model_;
};

}  // namespace tangthu::ocr::vietnamese
