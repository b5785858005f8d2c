// Which words are known to stand beside each other: from the lists of bodies, places and
// phrases (ocr/data), and from the document itself, whose text names its issuing body
// again in small letters, where marks are read best.
//
// Words are compared by syllable and tone; "HÒA" and "HOÀ" are one. Thread rule:
// immutable, any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ocr/listed_pairs.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// Where a field's own words stand in the document's text as well.
enum class Echo { kAlone, kInText };

class KnownPairs {
 public:
  explicit KnownPairs(const std::vector<PageText>& pages);

  // A word of a field: as it is to be written, and how sure that is.
  struct Settled {
    std::string text;
    double confidence = 0;
    bool vouched = false;  // a neighbour knows it
  };
  // Marks that recognition lost are put back where no neighbour knows the word as it was
  // read, and one knows exactly one other: "TỈNH TIÊN GIANG"; and a comma that all lists
  // have where the gap is as wide as one. Nothing else changes.
  std::vector<Settled> settle(const std::vector<Word>& words, Echo echo) const;

 private:
  class Settling;

  // Every way to mark these two words that is known; ways that differ only in where the
  // tone stands are one.
  std::map<std::u32string, PairWeights> variants(const std::string& bare) const;

  PairMap document_;
};

}  // namespace tangthu::ocr
