#include "ocr/reader/word_boxes.h"

#include <algorithm>
#include <optional>

#include "base/histogram.h"
#include "base/otsu.h"

namespace tangthu::ocr::reader {
namespace {

// How far from the network's boundary a gap may lie, in parts of the picture's height.
constexpr double kReach = 0.25;

// The ink of each column of pixels; bottom is past its last row, 0 where there is none.
struct ColumnOfInk {
  int top = 0;
  int bottom = 0;
};

// In loops that compilers make vectors of.
std::vector<ColumnOfInk> columns_of(const GreyImage& image, Ink ink) {
  GreyHistogram histogram;
  histogram.add(image.pixels);
  std::vector<ColumnOfInk> columns(static_cast<std::size_t>(image.width));
  const std::optional<OtsuSplit> split = otsu_split(histogram.counts());
  if (!split) return columns;
  std::vector<int> tops(columns.size(), image.height);
  std::vector<int> bottoms(columns.size(), 0);
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* row = image.row(y);
    for (std::size_t x = 0; x < columns.size(); ++x) {
      const bool inked = (row[x] <= split->level) == (ink == Ink::kDark);
      tops[x] = std::min(tops[x], inked ? y : image.height);
      bottoms[x] = inked ? y + 1 : bottoms[x];
    }
  }
  for (std::size_t x = 0; x < columns.size(); ++x)
    columns[x] = {bottoms[x] == 0 ? 0 : tops[x], bottoms[x]};
  return columns;
}

// The middle of the widest stretch without ink in [from, to); nothing without one.
std::optional<int> widest_gap(const std::vector<ColumnOfInk>& columns, int from, int to) {
  std::optional<int> middle;
  int widest = 0;
  int begin = from;
  for (int x = from; x <= to; ++x) {
    const bool empty = x < to && columns[static_cast<std::size_t>(x)].bottom == 0;
    if (empty) continue;
    if (x - begin > widest) {
      widest = x - begin;
      middle = begin + widest / 2;
    }
    begin = x + 1;
  }
  return middle;
}

Box ink_between(const std::vector<ColumnOfInk>& columns, int from, int to) {
  Box box;
  for (int x = from; x < to; ++x) {
    const ColumnOfInk& column = columns[static_cast<std::size_t>(x)];
    if (column.bottom == 0) continue;
    box = united(box, {x, column.top, 1, column.bottom - column.top});
  }
  return box;
}

}  // namespace

std::vector<Box> boxes_of(const GreyImage& image, Ink ink,
                          const std::vector<Stretch>& words) {
  const std::vector<ColumnOfInk> columns = columns_of(image, ink);
  const int reach = static_cast<int>(kReach * image.height);
  const auto within = [&](int x) { return std::clamp(x, 0, image.width); };
  std::vector<Box> boxes;
  int begin = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    int end = image.width;
    if (i + 1 < words.size()) {
      const int right = words[i].right;
      const int left = words[i + 1].left;
      // Not past the middles of the words themselves.
      const int from =
          within(std::max({begin, right - reach, (words[i].left + words[i].right) / 2}));
      const int to =
          within(std::min(left + reach, (words[i + 1].left + words[i + 1].right) / 2));
      end = std::max(begin, widest_gap(columns, from, std::max(from, to))
                                .value_or(within((right + left) / 2)));
    }
    Box box = ink_between(columns, begin, end);
    if (box.empty()) {
      const int left = within(words[i].left);
      box = {left, 0, within(std::max(words[i].right, left)) - left, image.height};
    }
    boxes.push_back(box);
    begin = end;
  }
  return boxes;
}

TightCut tight_cut(const GreyImage& image) {
  constexpr int kFrame = 4;
  const Box ink = ink_between(columns_of(image, Ink::kDark), 0, image.width);
  const int left = std::max(0, ink.x - kFrame);
  const int top = std::max(0, ink.y - kFrame);
  const int right = std::min(image.width, ink.right() + kFrame);
  const int bottom = std::min(image.height, ink.bottom() + kFrame);
  if (ink.empty() || right - left < kMinLineSide || bottom - top < kMinLineSide)
    return {image, 0};
  TightCut cut{GreyImage(right - left, bottom - top, 0), left};
  for (int y = top; y < bottom; ++y)
    std::copy(image.row(y) + left, image.row(y) + right, cut.image.row(y - top));
  return cut;
}

}  // namespace tangthu::ocr::reader
