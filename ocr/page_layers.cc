// Pages as layers: which pixels are print, and whether one colour says all of them.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/histogram.h"
#include "base/otsu.h"
#include "ocr/bit_mask.h"
#include "ocr/coloured_ink.h"
#include "ocr/fax.h"
#include "ocr/jpeg.h"
#include "ocr/page_picture.h"
#include "ocr/paper.h"

namespace tangthu::ocr {
namespace {

// Below this a mask of one bit is no longer sharp; such a page is small as it is.
constexpr int kLeastDpi = 180;
constexpr int kPaperDpi = 150;
constexpr int kPaperQuality = 50;
constexpr int kJpegQuality = 75;
// Around print, in pixels at 300 dpi: the blur of a scanner, which would stay as a halo.
constexpr int kBlur = 2;
// Below this the mask has twice the page's resolution: one bit a pixel of 300 dpi makes a
// 3 of a 5 in small print.
constexpr int kFineDpi = 450;
constexpr double kEdge = 0.6;
// Tiles, in pixels; a word and a bit more.
constexpr int kTile = 64;
// A tile with more print than this is no print.
constexpr double kSolid = 0.42;
// Shades further from the print's than three times what is usual on the page are others,
// within these limits; so many of them make a picture.
constexpr int kLeastOther = 24;
constexpr int kMostOther = 64;
constexpr double kManyShades = 0.30;
constexpr int kFewPixels = 64;
// Pictures on more of the page than this want all of its resolution.
constexpr double kMostPictures = 0.06;

using Colour = std::array<std::uint8_t, 3>;

// Between the mean of ink and that of paper, as Otsu parts them, over every third row:
// half way lies the edge of a stroke that was blurred; thin strokes are paler than thick
// ones and want a bit more.
int threshold_of(const Page& grey) {
  GreyHistogram histogram;
  for (int y = 0; y < grey.height(); y += 3)
    histogram.add({grey.row(y), grey.stride()});
  const auto split = otsu_split(histogram.counts());
  const double edge =
      split ? split->dark_mean + kEdge * (split->light_mean - split->dark_mean) : 255;
  return std::clamp(static_cast<int>(edge), 120, 210);
}

int shade(const std::uint8_t* row, int x, int channels) {
  const std::uint8_t* pixel = row + static_cast<std::ptrdiff_t>(x) * channels;
  return pixel[channels / 2];
}

// What the middles of strokes are like.
struct Shades {
  int middle = 0;  // the median, of 256
  int other = 0;   // what lies further from it is another
  Colour colour{};
};

int median_of(const std::array<std::uint32_t, 256>& counts) {
  std::uint64_t total = 0;
  for (const std::uint32_t count : counts)
    total += count;
  std::uint64_t below = 0;
  int value = 0;
  while (value < 255 && 2 * (below += counts[static_cast<std::size_t>(value)]) < total)
    ++value;
  return value;
}

// The colour is the mean over the darker half of them: the rest is paper in part, and
// print would come out paler than it looks.
Shades shades_of(const Page& page, const BitMask& middles) {
  std::array<std::uint32_t, 256> counts{};
  std::array<std::array<std::uint64_t, 3>, 256> sums{};  // of the pixels of a shade
  const int channels = page.channels();
  for (int y = 0; y < page.height(); ++y) {
    const std::uint8_t* row = page.row(y);
    for_each_set(middles.row(y), [&](int x) {
      const auto value = static_cast<std::size_t>(shade(row, x, channels));
      const std::uint8_t* pixel = row + static_cast<std::ptrdiff_t>(x) * channels;
      ++counts[value];
      for (int c = 0; c < 3; ++c)
        sums[value][static_cast<std::size_t>(c)] += pixel[channels == 3 ? c : 0];
    });
  }
  Shades out;
  out.middle = median_of(counts);
  std::array<std::uint32_t, 256> away{};
  std::array<std::uint64_t, 3> sum{};
  std::uint64_t count = 0;
  for (int v = 0; v < 256; ++v) {
    const auto value = static_cast<std::size_t>(v);
    away[static_cast<std::size_t>(std::abs(v - out.middle))] += counts[value];
    if (v > out.middle) continue;
    count += counts[value];
    for (std::size_t c = 0; c < 3; ++c)
      sum[c] += sums[value][c];
  }
  out.other = std::clamp(3 * median_of(away), kLeastOther, kMostOther);
  for (std::size_t c = 0; c < 3 && count > 0; ++c)
    out.colour[c] = static_cast<std::uint8_t>(sum[c] / count);
  return out;
}

// Clears the mask in tiles that are no print. The share of the page that these are.
double leave_out_pictures(const Page& page, const BitMask& middles, const Shades& shades,
                          BitMask& print) {
  const int channels = page.channels();
  const std::size_t across = print.words_a_row();
  std::size_t pictures = 0;
  std::size_t tiles = 0;
  for (int top = 0; top < page.height(); top += kTile) {
    const int bottom = std::min(page.height(), top + kTile);
    for (std::size_t i = 0; i < across; ++i) {
      int inked = 0, seen = 0, others = 0;
      for (int y = top; y < bottom; ++y) {
        inked += std::popcount(print.row(y)[i]);
        const std::uint64_t word = middles.row(y)[i];
        for_each_set(std::span(&word, 1), [&](int bit) {
          const int x = static_cast<int>(64 * i) + bit;
          ++seen;
          others +=
              std::abs(shade(page.row(y), x, channels) - shades.middle) > shades.other;
        });
      }
      ++tiles;
      const bool solid = inked > kSolid * kTile * (bottom - top);
      if (!solid && (seen < kFewPixels || others < kManyShades * seen)) continue;
      ++pictures;
      for (int y = top; y < bottom; ++y)
        print.row(y)[i] = 0;
    }
  }
  return static_cast<double>(pictures) / static_cast<double>(tiles);
}

BitMask find_print(const Page& upright, const Page& ink, int threshold) {
  BitMask print = BitMask::darker(ink, threshold);
  print.drop_lone_bits();
  if (upright.channels() == 3) print.remove(coloured_ink(upright, print));
  return print;
}

// As sharp as the grey of its edges says.
BitMask sharpened(BitMask print, const Page& ink, int threshold) {
  if (ink.dpi() >= kFineDpi) return print;
  return BitMask::darker_doubled(ink, threshold, print.grown(1));
}

PictureLayer jpeg_layer(const Page& page, Bytes data) {
  return {LayerCoding::kJpeg, page.width(), page.height(), page.channels(), 8, {},
          std::move(data)};
}

}  // namespace

Result<PagePicture> layered_picture(const Page& upright, const Page& ink,
                                    LayerLoss* loss) {
  if (upright.dpi() < kLeastDpi) return jpeg_picture(upright);
  const int threshold = threshold_of(ink);
  BitMask print = find_print(upright, ink, threshold);
  const BitMask inside = print.inside();
  const BitMask& middles = inside.empty() ? print : inside;
  const Shades shades = shades_of(upright, middles);
  const double pictures = leave_out_pictures(upright, inside, shades, print);
  if (loss != nullptr) {
    const double area = static_cast<double>(print.width()) * print.height();
    *loss = {static_cast<double>(print.count()) / area, pictures};
  }
  if (pictures > kMostPictures) return jpeg_picture(upright);

  const int blur = std::max(1, (kBlur * upright.dpi() + 150) / 300);
  const int shrink = std::max(1, (upright.dpi() + kPaperDpi / 2) / kPaperDpi);
  const Page paper = TRY(paper_behind(upright, print.grown(blur), shrink));
  PagePicture out;
  out.layers.push_back(
      jpeg_layer(paper, TRY(encode_jpeg(paper, kPaperQuality, JpegEffort::kSmall))));
  if (!print.empty()) {
    const BitMask fine = sharpened(std::move(print), ink, threshold);
    out.layers.push_back({LayerCoding::kFax, fine.width(), fine.height(), 1, 1,
                          shades.colour, TRY(encode_fax(fine))});
  }
  return out;
}

Result<PagePicture> jpeg_picture(const Page& page) {
  PagePicture out;
  out.layers.push_back(jpeg_layer(page, TRY(encode_jpeg(page, kJpegQuality))));
  return out;
}

}  // namespace tangthu::ocr
