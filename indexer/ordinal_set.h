// A set of ordinals of one segment, as bits.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "indexer/segment_format.h"

namespace tangthu::indexer {

class OrdinalSet {
 public:
  static OrdinalSet of(std::span<const std::uint32_t> ordinals) {
    OrdinalSet out;
    for (const std::uint32_t ordinal : ordinals)
      out.add(ordinal);
    return out;
  }
  static OrdinalSet first(std::size_t count) {
    OrdinalSet out;
    std::fill_n(out.words_.begin(), count / 64, ~std::uint64_t{0});
    if (count % 64 != 0) out.words_[count / 64] = (std::uint64_t{1} << count % 64) - 1;
    return out;
  }

  void add(std::uint32_t ordinal) {
    words_[ordinal / 64] |= std::uint64_t{1} << ordinal % 64;
  }
  void remove(std::uint32_t ordinal) {
    words_[ordinal / 64] &= ~(std::uint64_t{1} << ordinal % 64);
  }
  bool has(std::uint32_t ordinal) const {
    return (words_[ordinal / 64] >> ordinal % 64 & 1) != 0;
  }
  bool empty() const {
    return std::all_of(words_.begin(), words_.end(),
                       [](std::uint64_t word) { return word == 0; });
  }
  std::size_t count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words_) {
      if (word != 0) sum += static_cast<std::size_t>(std::popcount(word));
    }
    return sum;
  }
  OrdinalSet& operator&=(const OrdinalSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i)
      words_[i] &= other.words_[i];
    return *this;
  }
  OrdinalSet& operator|=(const OrdinalSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i)
      words_[i] |= other.words_[i];
    return *this;
  }
  OrdinalSet& operator-=(const OrdinalSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i)
      words_[i] &= ~other.words_[i];
    return *this;
  }
  // Ascending. What is visited may be taken out meanwhile.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
        visit(static_cast<std::uint32_t>(i * 64) +
              static_cast<std::uint32_t>(std::countr_zero(rest)));
      }
    }
  }

 private:
  std::array<std::uint64_t, kMaxSegmentDocuments / 64> words_{};
};

}  // namespace tangthu::indexer
