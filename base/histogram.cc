#include "base/histogram.h"

#include <bit>
#include <cstring>

namespace tangthu {

// Most of a page is paper: eight pixels of one grey are one count.
void GreyHistogram::add(std::span<const std::uint8_t> pixels) {
  constexpr std::size_t kAtOnce = 8;
  std::size_t i = 0;
  for (; i + kAtOnce <= pixels.size(); i += kAtOnce) {
    const std::uint8_t* const from = pixels.data() + i;
    std::uint64_t word = 0;
    std::memcpy(&word, from, kAtOnce);
    if (word == std::rotl(word, 8)) {
      tables_[0][from[0]] += kAtOnce;
      continue;
    }
    for (std::size_t k = 0; k < kAtOnce; ++k)
      ++tables_[k % tables_.size()][from[k]];
  }
  for (; i < pixels.size(); ++i)
    ++tables_[0][pixels[i]];
}

std::array<double, 256> GreyHistogram::counts() const {
  std::array<double, 256> all{};
  for (std::size_t grey = 0; grey < all.size(); ++grey) {
    for (const auto& table : tables_)
      all[grey] += table[grey];
  }
  return all;
}

}  // namespace tangthu
