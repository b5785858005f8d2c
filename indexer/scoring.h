// The arithmetic of the ranking: Okapi BM25 (Robertson & Zaragoza 2009), as docs/INDEX.md
// states it. Every evaluator uses this one, so that the same documents give the same
// scores to the last bit: doubles, in the order written here. Pure: safe from any thread.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace tangthu::indexer {

// The length of a document in words as a segment keeps it: a float of four bits of
// mantissa, exact below 32, then at most 1/16 too little. Longer documents than the last
// code can say count as that. Monotone; length_code(length_of(code)) == code.
constexpr std::uint8_t length_code(std::uint32_t words) {
  constexpr int kMaxShift = 14;
  const auto width = static_cast<int>(std::bit_width(words));
  const int shift = width > 5 ? width - 5 : 0;
  if (shift > kMaxShift) return UINT8_MAX;
  return static_cast<std::uint8_t>((static_cast<std::uint32_t>(shift) << 4U) +
                                   (words >> static_cast<unsigned>(shift)));
}

constexpr std::uint32_t length_of(std::uint8_t code) {
  if (code < 16) return code;
  return ((code & 15U) + 16U) << ((code >> 4U) - 1U);
}

// Over the documents that a session may open, and no others.
class Scoring {
 public:
  static constexpr double kSaturation = 1.2;     // k1
  static constexpr double kLengthWeight = 0.75;  // b

  // `total_length` is the sum of length_of(length_code(words)) over all `documents`.
  Scoring(std::uint64_t documents, std::uint64_t total_length)
      : documents_(static_cast<double>(documents)) {
    const double mean = documents == 0 || total_length == 0
                            ? 1.0
                            : static_cast<double>(total_length) / documents_;
    for (std::size_t code = 0; code < norms_.size(); ++code) {
      const double length = length_of(static_cast<std::uint8_t>(code));
      norms_[code] = kSaturation * (1 - kLengthWeight + kLengthWeight * (length / mean));
    }
  }

  // Of a word that `count` documents have; never negative. More than all count as all.
  double idf(std::uint64_t count) const {
    const double with = std::fmin(static_cast<double>(count), documents_);
    return std::log1p((documents_ - with + 0.5) / (with + 0.5));
  }
  // K.
  double norm(std::uint8_t code) const { return norms_[code]; }

  // What `frequency` matches of weight `weight` add to a document's score: 0 for none,
  // more for more, less in longer documents, and never (but for the last bit) as much as
  // weight · (k1 + 1).
  static double term(double weight, std::uint32_t frequency, double norm) {
    const double count = frequency;
    return weight * count * (kSaturation + 1) / (count + norm);
  }

 private:
  double documents_;
  std::array<double, 256> norms_{};
};

}  // namespace tangthu::indexer
