// Chroma is measured twice: as captured, and with the paper's colour divided out. Black
// on yellow paper is black, and its pale edges are yellow: only what is in colour both
// ways is coloured ink. Fringes have one colour on the left of a stroke and its opposite
// on the right: over a few strokes they cancel out, and ink does not.
#include "ocr/coloured_ink.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace tangthu::ocr {
namespace {

// How far channels lie apart, of 255: in a pair of pixels by a pair, and on the mean
// over the ink around it.
constexpr int kColourful = 34;
constexpr int kTinted = 14;
// How far a stroke is followed from where it is in colour, in pairs of pixels.
constexpr int kFollowed = 10;
// The ink around: three by three blocks of so many pairs across and down.
constexpr int kBlock = 4;

using Channels = std::array<int, 3>;

int apart(const Channels& channels) {
  const auto [least, most] = std::minmax({channels[0], channels[1], channels[2]});
  return most - least;
}

// Of every 16th pixel of every 16th row the lighter ones.
Channels paper_colour(const Page& page) {
  Channels out{};
  std::vector<std::uint8_t> seen;
  for (std::size_t c = 0; c < out.size(); ++c) {
    seen.clear();
    for (int y = 0; y < page.height(); y += 16) {
      for (std::size_t x = 0; x < static_cast<std::size_t>(page.width()); x += 16)
        seen.push_back(page.row(y)[3 * x + c]);
    }
    const auto at = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() * 3 / 4);
    std::nth_element(seen.begin(), at, seen.end());
    out[c] = std::max<int>(*at, 1);
  }
  return out;
}

// Values of the channels, summed, as captured and as they would be on white paper.
struct Tint {
  Channels captured{};
  Channels on_white{};
  int count = 0;

  void add(const Tint& other) {
    for (std::size_t c = 0; c < captured.size(); ++c) {
      captured[c] += other.captured[c];
      on_white[c] += other.on_white[c];
    }
    count += other.count;
  }
  bool is_apart(int by) const {
    return std::min(apart(captured), apart(on_white)) > by * count;
  }
};

class InkTints {
 public:
  InkTints(const Page& page, const BitMask& half)
      : page_(page),
        half_(half),
        colourful_(half.width(), half.height()),
        across_(half.width() / kBlock + 1),
        blocks_(static_cast<std::size_t>(across_) *
                static_cast<std::size_t>(half.height() / kBlock + 1)) {
    const Channels paper = paper_colour(page);
    for (std::size_t c = 0; c < 3; ++c) {
      for (int v = 0; v < 256; ++v)
        on_white_[c][static_cast<std::size_t>(v)] = std::min(255, v * 255 / paper[c]);
    }
    for_each_pair([&](int x, int y) {
      const Tint here = tint(x, y);
      block(x / kBlock, y / kBlock).add(here);
      if (here.is_apart(kColourful)) colourful_.row(y)[word_of(x)] |= bit_of(x);
    });
  }

  BitMask seeds() {
    BitMask out(half_.width(), half_.height());
    for (int y = 0; y < out.height(); ++y) {
      for_each_set(colourful_.row(y), [&](int x) {
        if (around(x / kBlock, y / kBlock).is_apart(kTinted))
          out.row(y)[word_of(x)] |= bit_of(x);
      });
    }
    return out;
  }

 private:
  static std::size_t word_of(int x) { return static_cast<std::size_t>(x) / 64; }
  static std::uint64_t bit_of(int x) { return std::uint64_t{1} << (63 - x % 64); }

  template <typename See>
  void for_each_pair(const See& see) const {
    for (int y = 0; 2 * y + 1 < page_.height(); ++y) {
      for_each_set(half_.row(y), [&](int x) {
        if (2 * x + 1 < page_.width()) see(x, y);
      });
    }
  }

  // Of two by two pixels.
  Tint tint(int x, int y) const {
    Tint out;
    for (const int line : {2 * y, 2 * y + 1}) {
      const std::uint8_t* pixel = page_.row(line) + 6 * static_cast<std::size_t>(x);
      for (std::size_t c = 0; c < 3; ++c) {
        out.captured[c] += pixel[c] + pixel[c + 3];
        out.on_white[c] += on_white_[c][pixel[c]] + on_white_[c][pixel[c + 3]];
      }
    }
    out.count = 4;
    return out;
  }

  Tint& block(int x, int y) {
    return blocks_[static_cast<std::size_t>(y) * static_cast<std::size_t>(across_) +
                   static_cast<std::size_t>(x)];
  }

  Tint around(int x, int y) {
    Tint out;
    for (int by = std::max(0, y - 1); by <= std::min(half_.height() / kBlock, y + 1);
         ++by) {
      for (int bx = std::max(0, x - 1); bx <= std::min(across_ - 1, x + 1); ++bx)
        out.add(block(bx, by));
    }
    return out;
  }

  const Page& page_;
  const BitMask& half_;
  BitMask colourful_;  // pairs, whatever is around them
  std::array<std::array<int, 256>, 3> on_white_{};
  int across_;
  std::vector<Tint> blocks_;
};

}  // namespace

BitMask coloured_ink(const Page& page, const BitMask& ink) {
  const BitMask half = ink.halved();
  BitMask seeds = InkTints(page, half).seeds();
  seeds.drop_lone_bits();
  return seeds.spread_in(half, kFollowed).grown(1).doubled(ink.width(), ink.height());
}

}  // namespace tangthu::ocr
