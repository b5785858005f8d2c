// How well a text explains what the network saw of a word: connectionist temporal
// classification (Graves 2006) over the columns that the engine kept.
//
// Thread rule: one thread at a time. Borrows the columns.
#pragma once

#include <string_view>
#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr::vietnamese {

class Channel {
 public:
  explicit Channel(const std::vector<Step>& steps) : steps_(steps) {}

  // Natural logarithm; the space around the word counts as nothing. Characters that a
  // column does not list have kUnseen there.
  double log_likelihood(std::u32string_view text) const;
  // What else was seen where each character of `text` was read, with its best
  // probability.
  std::vector<std::vector<Sight>> alternatives(std::u32string_view text) const;

  static constexpr double kUnseen = 0.003;

 private:
  double chance(std::size_t step, char32_t c) const;
  // For each column the character of `text` it belongs to, as the likeliest path has it;
  // −1 between characters.
  std::vector<int> align(std::u32string_view text) const;

  const std::vector<Step>& steps_;
};

}  // namespace tangthu::ocr::vietnamese
