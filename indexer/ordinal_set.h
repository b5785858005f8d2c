// A set of ordinals of one segment, as bits.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

#include "indexer/segment_format.h"

namespace tangthu::indexer {

// A word of the bits is there only where `filled_` says so: most sets are of rare terms,
// and to write and pass over nothing would cost more than what is in them.
class OrdinalSet {
 public:
  OrdinalSet() {}                                         // NOLINT: no word is there
  OrdinalSet(const OrdinalSet& other) { *this = other; }  // NOLINT: nor here
  OrdinalSet& operator=(const OrdinalSet& other) {
    if (this == &other) return *this;
    filled_ = other.filled_;
    for_each_word(filled_, [&](std::size_t i) { words_[i] = other.words_[i]; });
    return *this;
  }
  ~OrdinalSet() = default;

  // Ascending.
  static OrdinalSet of(std::span<const std::uint32_t> ordinals) {
    OrdinalSet out;
    out.add_ascending(ordinals);
    return out;
  }
  // Those whose byte is not 0; one for each ordinal that there can be.
  static OrdinalSet of_bytes(std::span<const std::uint8_t> bytes) {
    OrdinalSet out;
    for (std::size_t i = 0; i < kWords; ++i)
      out.words_[i] = which_are_set(&bytes[i * kBits]);
    out.filled_.fill(kAll);
    return out;
  }
  static OrdinalSet first(std::size_t count) {
    OrdinalSet out;
    std::fill_n(out.words_.begin(), count / kBits, kAll);
    if (count % kBits != 0) out.words_[count / kBits] = one_bit(count) - 1;
    const std::size_t words = (count + kBits - 1) / kBits;
    std::fill_n(out.filled_.begin(), words / kBits, kAll);
    if (words % kBits != 0) out.filled_[words / kBits] = one_bit(words) - 1;
    return out;
  }

  void add(std::uint32_t ordinal) {
    const std::uint32_t word = ordinal / kBits;
    if (is_filled(word)) {
      words_[word] |= one_bit(ordinal);
    } else {
      words_[word] = one_bit(ordinal);
      filled_[word / kBits] |= one_bit(word);
    }
  }
  void add_ascending(std::span<const std::uint32_t> ordinals) {
    if (ordinals.size() > kMany) {
      *this |= of_many(ordinals);
      return;
    }
    for (const std::uint32_t ordinal : ordinals)
      add(ordinal);
  }
  void remove(std::uint32_t ordinal) {
    if (is_filled(ordinal / kBits)) words_[ordinal / kBits] &= ~one_bit(ordinal);
  }
  bool has(std::uint32_t ordinal) const {
    return is_filled(ordinal / kBits) &&
           (words_[ordinal / kBits] & one_bit(ordinal)) != 0;
  }
  bool empty() const {
    bool out = true;
    for_each_word(filled_, [&](std::size_t i) { out = out && words_[i] == 0; });
    return out;
  }
  std::size_t count() const {
    std::size_t sum = 0;
    for_each_word(filled_, [&](std::size_t i) {
      sum += static_cast<std::size_t>(std::popcount(words_[i]));
    });
    return sum;
  }
  OrdinalSet& operator&=(const OrdinalSet& other) {
    filled_ = in_both(other);
    for_each_word(filled_, [&](std::size_t i) { words_[i] &= other.words_[i]; });
    return *this;
  }
  OrdinalSet& operator|=(const OrdinalSet& other) {
    for_each_word(in_both(other), [&](std::size_t i) { words_[i] |= other.words_[i]; });
    Filled others;
    for (std::size_t i = 0; i < filled_.size(); ++i) {
      others[i] = other.filled_[i] & ~filled_[i];
      filled_[i] |= other.filled_[i];
    }
    for_each_word(others, [&](std::size_t i) { words_[i] = other.words_[i]; });
    return *this;
  }
  OrdinalSet& operator-=(const OrdinalSet& other) {
    for_each_word(in_both(other), [&](std::size_t i) { words_[i] &= ~other.words_[i]; });
    return *this;
  }
  // Ascending. What is visited may be taken out meanwhile.
  template <typename Visit>
  void for_each(Visit visit) const {
    for_each_word(filled_, [&](std::size_t i) {
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
        visit(static_cast<std::uint32_t>(i * kBits) +
              static_cast<std::uint32_t>(std::countr_zero(rest)));
      }
    });
  }

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::uint64_t kAll = ~std::uint64_t{0};
  static constexpr std::size_t kMany = 2048;
  static constexpr std::size_t kWords = kMaxSegmentDocuments / kBits;
  using Filled = std::array<std::uint64_t, kWords / kBits>;

  static constexpr std::uint64_t one_bit(std::size_t number) {
    return std::uint64_t{1} << number % kBits;
  }
  // One bit for each of kBits bytes.
  static std::uint64_t which_are_set(const std::uint8_t* bytes) {
    constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
    constexpr std::uint64_t kGather =
        0x0102040810204080;  // lowest bits to the highest byte
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < kBits / 8; ++i) {
      std::uint64_t some;
      std::memcpy(&some, bytes + i * 8, sizeof(some));
      if constexpr (std::endian::native == std::endian::big)
        some = __builtin_bswap64(some);
      const std::uint64_t set = (((some & kLow) + kLow) | some) & ~kLow;
      out |= ((set >> 7) * kGather >> 56) << (i * 8);
    }
    return out;
  }
  // Without a branch for each: which of them share a word can't be foretold.
  static OrdinalSet of_many(std::span<const std::uint32_t> ascending) {
    OrdinalSet out;
    out.words_.fill(0);
    std::uint32_t word = 0;
    std::uint64_t bits = 0;
    for (const std::uint32_t ordinal : ascending) {
      bits = ordinal / kBits == word ? bits | one_bit(ordinal) : one_bit(ordinal);
      word = ordinal / kBits;
      out.words_[word] = bits;
    }
    out.filled_.fill(kAll);
    return out;
  }

  bool is_filled(std::size_t word) const {
    return (filled_[word / kBits] & one_bit(word)) != 0;
  }
  Filled in_both(const OrdinalSet& other) const {
    Filled out;
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = filled_[i] & other.filled_[i];
    return out;
  }
  template <typename Visit>
  static void for_each_word(const Filled& filled, const Visit& visit) {
    for (std::size_t i = 0; i < filled.size(); ++i) {
      if (filled[i] == kAll) {
        for (std::size_t word = i * kBits; word < (i + 1) * kBits; ++word)
          visit(word);
        continue;
      }
      for (std::uint64_t rest = filled[i]; rest != 0; rest &= rest - 1)
        visit(i * kBits + static_cast<std::size_t>(std::countr_zero(rest)));
    }
  }

  std::array<std::uint64_t, kWords> words_;
  Filled filled_{};  // words that are there
};

}  // namespace tangthu::indexer
