// A picture of one bit a pixel, 64 pixels a word: which pixels are ink. Fast enough to be
// made several times a page.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/page.h"

namespace tangthu::ocr {

class BitMask {
 public:
  // All bits clear.
  BitMask(int width, int height);
  // Set where the grey page is darker than `threshold`.
  static BitMask darker(const Page& grey, int threshold);
  // The same of the page at twice its size, each pixel between four of it: where an edge
  // lies within a pixel of grey is not lost. Clear where `near`, of the page's size, is.
  static BitMask darker_doubled(const Page& grey, int threshold, const BitMask& near);

  int width() const { return width_; }
  int height() const { return height_; }
  std::size_t words_a_row() const { return words_a_row_; }
  // The leftmost pixel is the highest bit of the first word. Bits past the width are
  // clear.
  std::span<const std::uint64_t> row(int y) const {
    return {words_.data() + static_cast<std::size_t>(y) * words_a_row_, words_a_row_};
  }
  std::span<std::uint64_t> row(int y) {
    return {words_.data() + static_cast<std::size_t>(y) * words_a_row_, words_a_row_};
  }
  bool at(int x, int y) const {
    return (row(y)[static_cast<std::size_t>(x) / 64] >> (63 - x % 64) & 1) != 0;
  }
  bool empty() const;
  std::int64_t count() const;

  // Both of one size.
  void remove(const BitMask& other);
  void keep(const BitMask& other);
  // Clears bits without any of their 8 neighbours.
  void drop_lone_bits();
  // With everything within `pixels` across and down of a set bit.
  BitMask grown(int pixels) const;
  // Bits whose 4 neighbours are set too.
  BitMask inside() const;

  // Of half the size: set where any of four pixels is.
  BitMask halved() const;
  // The way back, to a size that halves to this.
  BitMask doubled(int width, int height) const;
  // What of `whole` hangs together with these bits, as far as `pixels` away from them.
  BitMask spread_in(const BitMask& whole, int pixels) const;

  // Rows of whole bytes, the leftmost pixel in the highest bit (TIFF's FillOrder 1).
  Bytes packed() const;

 private:
  void set_darker(int y, const std::uint8_t* pixels, int threshold);

  int width_;
  int height_;
  std::size_t words_a_row_;
  std::vector<std::uint64_t> words_;
};

// Calls `see(x)` for the set bits of a row.
template <typename See>
void for_each_set(std::span<const std::uint64_t> row, const See& see) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    for (std::uint64_t word = row[i]; word != 0;) {
      const int bit = std::countl_zero(word);
      see(static_cast<int>(64 * i) + bit);
      word &= ~(std::uint64_t{1} << (63 - bit));
    }
  }
}

}  // namespace tangthu::ocr
