// Squares of 2, 4, 8 … pixels a side, of level 1, 2, 3 …; a pixel is a square of level 0.
// Only those are looked at that hold holes: most of a page has none.
#include "ocr/holed_picture.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tangthu::ocr {
namespace {

struct Square {
  int x;  // in squares of its level
  int y;

  bool operator==(const Square&) const = default;
  bool operator<(const Square& other) const {
    return y != other.y ? y < other.y : x < other.x;
  }
};

template <std::size_t kChannels>
class HoleFiller {
 public:
  explicit HoleFiller(HoledPicture<kChannels>& picture) : picture_(picture) {}

  void run() {
    std::vector<Square> holed = squares_with_holes();
    for (int level = 1; !holed.empty(); ++level) {
      std::vector<Square> unknown;
      for (const Square& square : holed) {
        if (!fill(level, square)) unknown.push_back(square);
      }
      if (picture_.width <= 1 << level && picture_.height <= 1 << level) {
        if (!unknown.empty())
          std::fill(picture_.pixels.begin(), picture_.pixels.end(), std::uint8_t{255});
        return;
      }
      holed = around(unknown);
    }
  }

 private:
  using Colour = std::array<int, kChannels>;

  // Of level 1, each once.
  std::vector<Square> squares_with_holes() const {
    std::vector<Square> out;
    const auto width = static_cast<std::size_t>(picture_.width);
    std::vector<std::uint8_t> both(width);
    for (int y = 0; y < picture_.height; y += 2) {
      const std::uint8_t* upper = picture_.known.data() + picture_.at(0, y);
      const std::uint8_t* lower = y + 1 < picture_.height ? upper + width : upper;
      for (std::size_t x = 0; x < width; ++x)
        both[x] = upper[x] & lower[x];
      for (std::size_t x = 0; x < width; x = x / 2 * 2 + 2) {
        const void* hole = std::memchr(both.data() + x, 0, width - x);
        if (hole == nullptr) break;
        x = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hole) -
                                     both.data());
        out.push_back({static_cast<int>(x / 2), y / 2});
      }
    }
    return out;
  }

  // Of the next level, each once.
  static std::vector<Square> around(std::vector<Square> squares) {
    for (Square& square : squares)
      square = {square.x / 2, square.y / 2};
    std::sort(squares.begin(), squares.end());
    squares.erase(std::unique(squares.begin(), squares.end()), squares.end());
    return squares;
  }

  bool lies_inside(int level, const Square& square) const {
    return square.x << level < picture_.width && square.y << level < picture_.height;
  }

  // Calls `see(quarter)` for the quarters that are in the picture.
  template <typename See>
  void for_quarters(int level, const Square& square, const See& see) const {
    for (const int y : {2 * square.y, 2 * square.y + 1}) {
      for (const int x : {2 * square.x, 2 * square.x + 1}) {
        if (lies_inside(level - 1, {x, y})) see(Square{x, y});
      }
    }
  }

  // Of its quarters' means; false when all of it is a hole.
  bool mean(int level, const Square& square, Colour& out) const {
    if (level == 0) {
      const std::size_t at = picture_.at(square.x, square.y);
      std::copy_n(picture_.pixels.data() + at * kChannels, kChannels, out.begin());
      return picture_.known[at] != 0;
    }
    Colour sum{};
    int count = 0;
    for_quarters(level, square, [&](const Square& quarter) {
      Colour part;
      if (!mean(level - 1, quarter, part)) return;
      ++count;
      for (std::size_t c = 0; c < kChannels; ++c)
        sum[c] += part[c];
    });
    for (std::size_t c = 0; c < kChannels && count > 0; ++c)
      out[c] = sum[c] / count;
    return count > 0;
  }

  // The quarters of which nothing is known; false when these are all.
  bool fill(int level, const Square& square) {
    Colour colour;
    if (!mean(level, square, colour)) return false;
    for_quarters(level, square, [&](const Square& quarter) {
      Colour known;
      if (!mean(level - 1, quarter, known)) paint(level - 1, quarter, colour);
    });
    return true;
  }

  // What is painted stays unknown: it tells nothing of what is around it.
  void paint(int level, const Square& square, const Colour& colour) {
    const int right = std::min((square.x + 1) << level, picture_.width);
    const int bottom = std::min((square.y + 1) << level, picture_.height);
    for (int y = square.y << level; y < bottom; ++y) {
      for (int x = square.x << level; x < right; ++x) {
        std::uint8_t* pixel = picture_.pixels.data() + picture_.at(x, y) * kChannels;
        for (const int part : colour)
          *pixel++ = static_cast<std::uint8_t>(part);
      }
    }
  }

  HoledPicture<kChannels>& picture_;
};

}  // namespace

template <std::size_t kChannels>
void fill_holes(HoledPicture<kChannels>& picture) {
  HoleFiller<kChannels>(picture).run();
}

template void fill_holes(HoledPicture<1>& picture);
template void fill_holes(HoledPicture<3>& picture);

}  // namespace tangthu::ocr
