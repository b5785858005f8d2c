#include "ocr/paper.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace tangthu::ocr {
namespace {

// A small picture with holes in it. The compiler knows kChannels: these loops see every
// pixel of a page.
template <std::size_t kChannels>
struct Holed {
  int width;
  int height;
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> known;  // 0: a hole

  Holed(int w, int h)
      : width(w),
        height(h),
        pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * kChannels),
        known(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 1) {}
  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
};

template <std::size_t kChannels>
class Shrinker {
 public:
  Shrinker(const Page& page, const BitMask& ink, int shrink)
      : page_(page),
        ink_(ink),
        shrink_(shrink),
        columns_(page.stride()),
        any_(ink.words_a_row()),
        out_((page.width() + shrink - 1) / shrink,
             (page.height() + shrink - 1) / shrink) {}

  Holed<kChannels> run() {
    for (int y = 0; y < out_.height; ++y) {
      const int top = y * shrink_;
      const int bottom = std::min(top + shrink_, page_.height());
      mean_of_all(y, top, bottom);
      mean_of_paper(y, top, bottom);
    }
    return std::move(out_);
  }

 private:
  // As if there were no ink: most of a page has none, and vectors do this.
  void mean_of_all(int y, int top, int bottom) {
    std::fill(columns_.begin(), columns_.end(), std::uint16_t{0});
    for (int line = top; line < bottom; ++line) {
      const std::uint8_t* row = page_.row(line);
      for (std::size_t i = 0; i < columns_.size(); ++i)
        columns_[i] = static_cast<std::uint16_t>(columns_[i] + row[i]);
    }
    const auto step = static_cast<std::size_t>(shrink_);
    std::uint8_t* to = out_.pixels.data() + out_.at(0, y) * kChannels;
    const std::size_t whole = static_cast<std::size_t>(page_.width()) / step;
    const std::size_t count = step * static_cast<std::size_t>(bottom - top);
    const std::uint32_t share = static_cast<std::uint32_t>(65'536 / count);
    for (std::size_t x = 0; x < whole; ++x) {
      const std::uint16_t* from = columns_.data() + x * step * kChannels;
      for (std::size_t c = 0; c < kChannels; ++c) {
        std::uint32_t sum = 0;
        for (std::size_t i = 0; i < step; ++i)
          sum += from[i * kChannels + c];
        *to++ = static_cast<std::uint8_t>((sum * share + 32'768) >> 16);
      }
    }
    if (whole < static_cast<std::size_t>(out_.width))
      mean_of_cell(static_cast<int>(whole), y, top, bottom);
  }

  // Once more where there is ink.
  void mean_of_paper(int y, int top, int bottom) {
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
  Holed<kChannels> out_;
};

// The mean of what is known of four pixels.
template <std::size_t kChannels>
Holed<kChannels> halved(const Holed<kChannels>& fine) {
  Holed<kChannels> coarse((fine.width + 1) / 2, (fine.height + 1) / 2);
  for (int y = 0; y < coarse.height; ++y) {
    for (int x = 0; x < coarse.width; ++x) {
      std::array<int, 3> sum{};
      int count = 0;
      for (int fy = 2 * y; fy < std::min(2 * y + 2, fine.height); ++fy) {
        for (int fx = 2 * x; fx < std::min(2 * x + 2, fine.width); ++fx) {
          const std::size_t from = fine.at(fx, fy);
          if (fine.known[from] == 0) continue;
          ++count;
          for (std::size_t c = 0; c < kChannels; ++c)
            sum[c] += fine.pixels[from * kChannels + c];
        }
      }
      const std::size_t to = coarse.at(x, y);
      coarse.known[to] = count > 0 ? 1 : 0;
      for (std::size_t c = 0; c < kChannels && count > 0; ++c)
        coarse.pixels[to * kChannels + c] = static_cast<std::uint8_t>(sum[c] / count);
    }
  }
  return coarse;
}

// A hole takes the colour of the four pixels that it is among, and where these are holes
// too, of the sixteen, and so on.
template <std::size_t kChannels>
void fill_holes(Holed<kChannels>& picture) {
  if (std::find(picture.known.begin(), picture.known.end(), 0) == picture.known.end()) {
    return;
  }
  if (picture.width == 1 && picture.height == 1) {
    std::fill(picture.pixels.begin(), picture.pixels.end(), std::uint8_t{255});
    return;
  }
  Holed<kChannels> coarse = halved(picture);
  fill_holes(coarse);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::size_t to = picture.at(x, y);
      if (picture.known[to] != 0) continue;
      const std::size_t from = coarse.at(x / 2, y / 2);
      for (std::size_t c = 0; c < kChannels; ++c)
        picture.pixels[to * kChannels + c] = coarse.pixels[from * kChannels + c];
    }
  }
}

template <std::size_t kChannels>
void find_paper(const Page& page, const BitMask& ink, int shrink, Page& out) {
  Holed<kChannels> paper = Shrinker<kChannels>(page, ink, shrink).run();
  fill_holes(paper);
  std::copy(paper.pixels.begin(), paper.pixels.end(), out.pixels().begin());
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
