// A layer's ink on cells of a third of a millimetre, and as bits along lines.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/page.h"

namespace tangthu::ocr {

inline constexpr int kCellsPerInch = 75;

constexpr int cells_of(double mm) {
  return static_cast<int>(mm * kCellsPerInch / 25.4);
}

// In steps (Hacker's Delight, 5-2): without an instruction for it std::popcount is a
// call.
inline int count_bits(std::uint64_t word) {
  word -= word >> 1 & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + (word >> 2 & 0x3333333333333333U);
  word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<int>(word * 0x0101010101010101U >> 56);
}

// Bits in lines.
class BitLines {
 public:
  BitLines(int lines, int along)
      : lines_(lines), along_(along), words_(static_cast<std::size_t>(along) / 64 + 1) {
    bits_.resize(static_cast<std::size_t>(lines) * words_);
  }
  int lines() const { return lines_; }
  int along() const { return along_; }
  void set(int line, int place) {
    if (line < 0 || line >= lines_) return;
    at(line)[static_cast<std::size_t>(place) / 64] |= std::uint64_t{1} << (place % 64);
  }
  bool has(int line, int place) const {
    return (at(line)[static_cast<std::size_t>(place) / 64] >> (place % 64) & 1U) != 0;
  }
  template <typename See>
  void for_each(int line, const See& see) const {
    const std::uint64_t* words = at(line);
    for (std::size_t w = 0; w < words_; ++w) {
      for (std::uint64_t bits = words[w]; bits != 0; bits &= bits - 1)
        see(static_cast<int>(64 * w) + std::countr_zero(bits));
    }
  }
  // Of [from, to), cut to the line.
  int count(int line, int from, int to) const {
    if (line < 0 || line >= lines_) return 0;
    from = std::clamp(from, 0, along_);
    to = std::clamp(to, 0, along_);
    int sum = 0;
    while (from < to) {
      const int end = std::min(to, from / 64 * 64 + 64);
      const int length = end - from;
      const std::uint64_t mask =
          (length == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << length) - 1)
          << (from % 64);
      sum += count_bits(at(line)[static_cast<std::size_t>(from) / 64] & mask);
      from = end;
    }
    return sum;
  }
  // Of the ink on a line, how much is no part of a stroke that goes on to the next lines
  // on one side: letters have stems, a frame has none, be it of two lines.
  double thin_share(int line, double first, double last) const {
    constexpr int kStep = 3;
    if (line < 2 * kStep || line + 2 * kStep >= lines_) return 0;
    const int from = std::clamp(static_cast<int>(std::lround(first)), 0, along_);
    const int to = std::clamp(static_cast<int>(std::lround(last)), 0, along_);
    int inked = 0;
    int thick = 0;
    for (int place = from; place < to; ++place) {
      if (!has(line, place)) continue;
      ++inked;
      thick += (has(line + kStep, place) && has(line + 2 * kStep, place)) ||
                       (has(line - kStep, place) && has(line - 2 * kStep, place))
                   ? 1
                   : 0;
    }
    return 1 - static_cast<double>(thick) / std::max(1, inked);
  }
  // Each line with the next one, so that what leans by half a step stays one line.
  void join_neighbours() {
    for (std::size_t i = 0; i + words_ < bits_.size(); ++i)
      bits_[i] |= bits_[i + words_];
  }

 private:
  std::uint64_t* at(int line) {
    return bits_.data() + static_cast<std::size_t>(line) * words_;
  }
  const std::uint64_t* at(int line) const {
    return bits_.data() + static_cast<std::size_t>(line) * words_;
  }
  int lines_;
  int along_;
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

struct Cells {
  int width = 0;
  int height = 0;
  int side = 1;  // pixels
  std::vector<std::pair<int, int>> inked;
};

// Cells that are darker than paper by so much of 255 on the mean, in the upper share of
// the layer.
Cells inked_cells(const Page& layer, int darkness, double share);

// Dust: cells without any beside them.
void drop_lone_cells(Cells& cells);

}  // namespace tangthu::ocr
