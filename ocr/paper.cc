#include "ocr/paper.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "ocr/holed_picture.h"

namespace tangthu::ocr {
namespace {

// Of two rows of RGB the means of two by two pixels. Eight bytes at a time, of which six
// count: R G B of one pixel and the next.
void halve_rgb(const std::uint8_t* upper, const std::uint8_t* lower, std::size_t cells,
               std::uint8_t* to) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t kEven = 0x00FF00FF00FF00FFU;
  for (std::size_t i = 0; i < cells; ++i) {
    std::uint64_t above = 0, below = 0;
    std::memcpy(&above, upper + 6 * i, 8);
    std::memcpy(&below, lower + 6 * i, 8);
    const std::uint64_t even = (above & kEven) + (below & kEven);           // R B G
    const std::uint64_t odd = (above >> 8 & kEven) + (below >> 8 & kEven);  // G R B
    const std::uint64_t red_blue = even + (odd >> 16);
    const std::uint64_t green = odd + (even >> 32);
    to[3 * i] = static_cast<std::uint8_t>(((red_blue & 0xFFFFU) + 2) >> 2);
    to[3 * i + 1] = static_cast<std::uint8_t>(((green & 0xFFFFU) + 2) >> 2);
    to[3 * i + 2] = static_cast<std::uint8_t>(((red_blue >> 16 & 0xFFFFU) + 2) >> 2);
  }
}

void halve_grey(const std::uint8_t* upper, const std::uint8_t* lower, std::size_t cells,
                std::uint8_t* to) {
  for (std::size_t i = 0; i < cells; ++i) {
    const int sum = upper[2 * i] + upper[2 * i + 1] + lower[2 * i] + lower[2 * i + 1];
    to[i] = static_cast<std::uint8_t>((sum + 2) >> 2);
  }
}

template <std::size_t kChannels>
class Shrinker {
 public:
  Shrinker(const Page& page, const BitMask& ink, int shrink, Page& out)
      : page_(page),
        ink_(ink),
        shrink_(shrink),
        columns_(page.stride()),
        any_(ink.words_a_row()),
        out_(out.width(), out.height(), out.pixels()) {}

  HoledPicture<kChannels> run() {
    for (int y = 0; y < out_.height; ++y) {
      const int top = y * shrink_;
      const int bottom = std::min(top + shrink_, page_.height());
      mean_of_all(y, top, bottom);
      mean_of_paper(y, top, bottom);
    }
    return std::move(out_);
  }

 private:
  // As if there were no ink: most of a page has none.
  void mean_of_all(int y, int top, int bottom) {
    std::uint8_t* const to = out_.pixels.data() + out_.at(0, y) * kChannels;
    std::size_t whole = static_cast<std::size_t>(page_.width() / shrink_);
    if (shrink_ == 2 && bottom - top == 2) {
      whole = halve(page_.row(top), page_.row(top + 1), whole, to);
    } else {
      shrink_rows(top, bottom, whole, to);
    }
    for (int cell = static_cast<int>(whole); cell < out_.width; ++cell)
      mean_of_cell(cell, y, top, bottom);
  }

  // How many cells it made.
  static std::size_t halve(const std::uint8_t* upper, const std::uint8_t* lower,
                           std::size_t cells, std::uint8_t* to) {
    if constexpr (kChannels == 1) {
      halve_grey(upper, lower, cells, to);
      return cells;
    } else {
      // The last one's bytes would be read beyond the row.
      const std::size_t safe = cells - std::min<std::size_t>(cells, 1);
      halve_rgb(upper, lower, safe, to);
      return safe;
    }
  }

  void shrink_rows(int top, int bottom, std::size_t cells, std::uint8_t* to) {
    std::fill(columns_.begin(), columns_.end(), std::uint16_t{0});
    for (int line = top; line < bottom; ++line) {
      const std::uint8_t* row = page_.row(line);
      for (std::size_t i = 0; i < columns_.size(); ++i)
        columns_[i] = static_cast<std::uint16_t>(columns_[i] + row[i]);
    }
    const auto step = static_cast<std::size_t>(shrink_);
    const std::size_t count = step * static_cast<std::size_t>(bottom - top);
    const std::uint32_t share = static_cast<std::uint32_t>(65'536 / count);
    for (std::size_t x = 0; x < cells; ++x) {
      const std::uint16_t* from = columns_.data() + x * step * kChannels;
      for (std::size_t c = 0; c < kChannels; ++c) {
        std::uint32_t sum = 0;
        for (std::size_t i = 0; i < step; ++i)
          sum += from[i * kChannels + c];
        *to++ = static_cast<std::uint8_t>((sum * share + 32'768) >> 16);
      }
    }
  }

  // Once more where there is ink.
  void mean_of_paper(int y, int top, int bottom) {
    if (shrink_ == 2 && bottom - top == 2) return mean_of_pairs(y, top);
    std::fill(any_.begin(), any_.end(), std::uint64_t{0});
    for (int line = top; line < bottom; ++line) {
      const auto row = ink_.row(line);
      for (std::size_t i = 0; i < any_.size(); ++i)
        any_[i] |= row[i];
    }
    int last = -1;
    for_each_set(any_, [&](int x) {
      if (x / shrink_ == last) return;
      last = x / shrink_;
      mean_of_cell(last, y, top, bottom);
    });
  }

  // Cells of two by two: most of those with ink are nothing else.
  void mean_of_pairs(int y, int top) {
    const auto upper = ink_.row(top);
    const auto lower = ink_.row(top + 1);
    constexpr std::uint64_t kLeft = 0xAAAAAAAAAAAAAAAAU;
    for (std::size_t i = 0; i < upper.size(); ++i) {
      const std::uint64_t any = upper[i] | lower[i];
      const std::uint64_t all = upper[i] & lower[i];
      const std::uint64_t full = all & all << 1 & kLeft;  // a bit a cell
      std::uint8_t* const known =
          out_.known.data() + out_.at(static_cast<int>(32 * i), y);
      for_each_set(std::span(&full, 1), [&](int bit) { known[bit / 2] = 0; });
      const std::uint64_t part = (any | any << 1) & kLeft & ~full;
      for_each_set(std::span(&part, 1), [&](int bit) {
        mean_of_cell(static_cast<int>(32 * i) + bit / 2, y, top, top + 2);
      });
    }
  }

  void mean_of_cell(int cell, int y, int top, int bottom) {
    std::array<std::uint32_t, 3> sum{};
    std::uint32_t count = 0;
    const int right = std::min((cell + 1) * shrink_, page_.width());
    for (int line = top; line < bottom; ++line) {
      const std::uint8_t* row = page_.row(line);
      for (int x = cell * shrink_; x < right; ++x) {
        if (ink_.at(x, line)) continue;
        ++count;
        for (std::size_t c = 0; c < kChannels; ++c)
          sum[c] += row[static_cast<std::size_t>(x) * kChannels + c];
      }
    }
    const std::size_t at = out_.at(cell, y);
    out_.known[at] = count > 0 ? 1 : 0;
    for (std::size_t c = 0; c < kChannels && count > 0; ++c)
      out_.pixels[at * kChannels + c] =
          static_cast<std::uint8_t>((sum[c] + count / 2) / count);
  }

  const Page& page_;
  const BitMask& ink_;
  int shrink_;
  std::vector<std::uint16_t> columns_;
  std::vector<std::uint64_t> any_;
  HoledPicture<kChannels> out_;
};

template <std::size_t kChannels>
void find_paper(const Page& page, const BitMask& ink, int shrink, Page& out) {
  HoledPicture<kChannels> paper = Shrinker<kChannels>(page, ink, shrink, out).run();
  fill_holes(paper);
}

}  // namespace

Result<Page> paper_behind(const Page& page, const BitMask& ink, int shrink) {
  Page out = TRY(Page::create((page.width() + shrink - 1) / shrink,
                              (page.height() + shrink - 1) / shrink, page.format(),
                              std::max(kMinDpi, page.dpi() / shrink)));
  if (page.channels() == 3) {
    find_paper<3>(page, ink, shrink, out);
  } else {
    find_paper<1>(page, ink, shrink, out);
  }
  return out;
}

}  // namespace tangthu::ocr
