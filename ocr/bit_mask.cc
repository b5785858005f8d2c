#include "ocr/bit_mask.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace tangthu::ocr {
namespace {

using Row = std::span<const std::uint64_t>;

static_assert(std::endian::native == std::endian::little);

// 64 pixels → 64 bits. The comparison is a loop that compilers turn into vectors; one
// product then gathers the lowest bits of eight bytes.
std::uint64_t pack(const std::uint8_t* pixels, int threshold) {
  std::array<std::uint8_t, 64> dark;
  for (std::size_t i = 0; i < dark.size(); ++i)
    dark[i] = pixels[i] < threshold ? 1 : 0;
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < dark.size(); i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, dark.data() + i, 8);
    word = word << 8 | (eight * 0x8040201008040201ULL) >> 56;
  }
  return word;
}

// Each pixel's left (right) neighbour in its place.
std::uint64_t from_left(Row row, std::size_t i) {
  return row[i] >> 1 | (i > 0 ? row[i - 1] << 63 : 0);
}
std::uint64_t from_right(Row row, std::size_t i) {
  return row[i] << 1 | (i + 1 < row.size() ? row[i + 1] >> 63 : 0);
}

// Steps of bringing every second bit together, and apart again (Hacker's Delight, 7-2).
constexpr std::array<std::pair<int, std::uint64_t>, 5> kSteps = {
    {{1, 0x3333333333333333U},
     {2, 0x0F0F0F0F0F0F0F0FU},
     {4, 0x00FF00FF00FF00FFU},
     {8, 0x0000FFFF0000FFFFU},
     {16, 0x00000000FFFFFFFFU}}};

// The even bits, in the lower half.
std::uint64_t together(std::uint64_t word) {
  word &= 0x5555555555555555U;
  for (const auto& [shift, mask] : kSteps)
    word = (word | word >> shift) & mask;
  return word;
}

// Each of the lower half's bits twice.
std::uint64_t apart(std::uint64_t half) {
  for (std::size_t i = kSteps.size(); i-- > 0;) {
    half |= half << kSteps[i].first;
    half &= i > 0 ? kSteps[i - 1].second : 0x5555555555555555U;
  }
  return half | half << 1;
}

// A row of the page at twice its size, three parts of one row and one of the other;
// 64 pixels of the page at a time.
class RowDoubler {
 public:
  RowDoubler(const std::uint8_t* near, const std::uint8_t* far, int width)
      : near_(near), far_(far), width_(width) {}

  void take(std::size_t word, std::array<std::uint8_t, 128>& out) const {
    const int left = static_cast<int>(64 * word);
    std::array<std::uint8_t, 66> between;  // with one more at either end
    if (left > 0 && left + 64 < width_) {
      for (std::size_t i = 0; i < between.size(); ++i)
        between[i] = at(left - 1 + static_cast<int>(i));
    } else {
      for (std::size_t i = 0; i < between.size(); ++i)
        between[i] = at(std::clamp(left - 1 + static_cast<int>(i), 0, width_ - 1));
    }
    for (std::size_t x = 0; x < 64; ++x) {
      const int here = 3 * between[x + 1] + 2;
      out[2 * x] = static_cast<std::uint8_t>((here + between[x]) >> 2);
      out[2 * x + 1] = static_cast<std::uint8_t>((here + between[x + 2]) >> 2);
    }
  }

 private:
  std::uint8_t at(int x) const {
    return static_cast<std::uint8_t>((3 * near_[x] + far_[x] + 2) >> 2);
  }

  const std::uint8_t* near_;
  const std::uint8_t* far_;
  int width_;
};

}  // namespace

BitMask::BitMask(int width, int height)
    : width_(width),
      height_(height),
      words_a_row_((static_cast<std::size_t>(width) + 63) / 64),
      words_(words_a_row_ * static_cast<std::size_t>(height)) {}

void BitMask::set_darker(int y, const std::uint8_t* pixels, int threshold) {
  const auto whole = static_cast<std::size_t>(width_) / 64;
  const auto rest = static_cast<std::size_t>(width_) % 64;
  const auto words = row(y);
  for (std::size_t i = 0; i < whole; ++i)
    words[i] = pack(pixels + 64 * i, threshold);
  if (rest == 0) return;
  std::array<std::uint8_t, 64> last;
  last.fill(255);
  std::copy_n(pixels + 64 * whole, rest, last.begin());
  words[whole] = pack(last.data(), threshold) & ~std::uint64_t{0} << (64 - rest);
}

BitMask BitMask::darker(const Page& grey, int threshold) {
  BitMask mask(grey.width(), grey.height());
  for (int y = 0; y < grey.height(); ++y)
    mask.set_darker(y, grey.row(y), threshold);
  return mask;
}

BitMask BitMask::darker_doubled(const Page& grey, int threshold, const BitMask& near) {
  BitMask mask(2 * grey.width(), 2 * grey.height());
  for (int y = 0; y < mask.height(); ++y) {
    const int other = std::clamp(y / 2 + (y % 2 == 0 ? -1 : 1), 0, grey.height() - 1);
    const RowDoubler doubler(grey.row(y / 2), grey.row(other), grey.width());
    const Row wanted = near.row(y / 2);
    const auto out = mask.row(y);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] == 0) continue;
      std::array<std::uint8_t, 128> line;
      doubler.take(i, line);
      out[2 * i] = pack(line.data(), threshold) & apart(wanted[i] >> 32);
      const std::uint64_t right = wanted[i] & 0xFFFFFFFFU;
      if (right != 0) out[2 * i + 1] = pack(line.data() + 64, threshold) & apart(right);
    }
  }
  return mask;
}

bool BitMask::empty() const {
  return std::all_of(words_.begin(), words_.end(),
                     [](std::uint64_t word) { return word == 0; });
}

std::int64_t BitMask::count() const {
  std::int64_t count = 0;
  for (const std::uint64_t word : words_)
    count += std::popcount(word);
  return count;
}

void BitMask::remove(const BitMask& other) {
  for (std::size_t i = 0; i < words_.size(); ++i)
    words_[i] &= ~other.words_[i];
}

void BitMask::keep(const BitMask& other) {
  for (std::size_t i = 0; i < words_.size(); ++i)
    words_[i] &= other.words_[i];
}

void BitMask::drop_lone_bits() {
  const BitMask before = *this;
  const std::vector<std::uint64_t> none(words_a_row_);
  for (int y = 0; y < height_; ++y) {
    const Row above = y > 0 ? before.row(y - 1) : Row(none);
    const Row here = before.row(y);
    const Row below = y + 1 < height_ ? before.row(y + 1) : Row(none);
    const auto out = row(y);
    for (std::size_t i = 0; i < words_a_row_; ++i) {
      if (here[i] == 0) continue;
      const std::uint64_t near = above[i] | from_left(above, i) | from_right(above, i) |
                                 below[i] | from_left(below, i) | from_right(below, i) |
                                 from_left(here, i) | from_right(here, i);
      out[i] &= near;
    }
  }
}

BitMask BitMask::grown(int pixels) const {
  BitMask wide = *this;
  std::vector<std::uint64_t> before(words_a_row_);
  for (int y = 0; y < height_; ++y) {
    const auto out = wide.row(y);
    for (int step = 0; step < pixels; ++step) {
      std::copy(out.begin(), out.end(), before.begin());
      for (std::size_t i = 0; i < words_a_row_; ++i)
        out[i] |= from_left(before, i) | from_right(before, i);
    }
    // What was shifted past the width.
    if (width_ % 64 != 0) out.back() &= ~std::uint64_t{0} << (64 - width_ % 64);
  }
  BitMask tall = wide;
  for (int y = 0; y < height_; ++y) {
    const auto out = tall.row(y);
    const int last = std::min(height_ - 1, y + pixels);
    for (int other = std::max(0, y - pixels); other <= last; ++other) {
      const Row row = wide.row(other);
      for (std::size_t i = 0; i < words_a_row_; ++i)
        out[i] |= row[i];
    }
  }
  return tall;
}

BitMask BitMask::inside() const {
  BitMask out(width_, height_);
  for (int y = 1; y + 1 < height_; ++y) {
    const Row above = row(y - 1);
    const Row here = row(y);
    const Row below = row(y + 1);
    const auto into = out.row(y);
    for (std::size_t i = 0; i < words_a_row_; ++i) {
      into[i] = here[i] & above[i] & below[i] & from_left(here, i) & from_right(here, i);
    }
  }
  return out;
}

BitMask BitMask::halved() const {
  BitMask out((width_ + 1) / 2, (height_ + 1) / 2);
  for (int y = 0; y < height_; ++y) {
    const Row from = row(y);
    const auto to = out.row(y / 2);
    for (std::size_t i = 0; i < words_a_row_; ++i) {
      const std::uint64_t half = together(from[i] | from[i] >> 1);
      to[i / 2] |= i % 2 == 0 ? half << 32 : half;
    }
  }
  return out;
}

BitMask BitMask::doubled(int width, int height) const {
  BitMask out(width, height);
  for (int y = 0; y < height; ++y) {
    const Row from = row(y / 2);
    const auto to = out.row(y);
    for (std::size_t i = 0; i < out.words_a_row_; ++i)
      to[i] = apart(i % 2 == 0 ? from[i / 2] >> 32 : from[i / 2] & 0xFFFFFFFFU);
    if (width % 64 != 0) to.back() &= ~std::uint64_t{0} << (64 - width % 64);
  }
  return out;
}

BitMask BitMask::spread_in(const BitMask& whole, int pixels) const {
  BitMask out = *this;
  out.keep(whole);
  for (int step = 0; step < pixels; ++step) {
    out = out.grown(1);
    out.keep(whole);
  }
  return out;
}

Bytes BitMask::packed() const {
  const std::size_t stride = (static_cast<std::size_t>(width_) + 7) / 8;
  Bytes out(stride * static_cast<std::size_t>(height_));
  for (int y = 0; y < height_; ++y) {
    const Row words = row(y);
    std::uint8_t* bytes = out.data() + stride * static_cast<std::size_t>(y);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint64_t word = __builtin_bswap64(words[i]);
      std::memcpy(bytes + 8 * i, &word, std::min<std::size_t>(8, stride - 8 * i));
    }
  }
  return out;
}

}  // namespace tangthu::ocr
