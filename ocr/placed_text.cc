#include "ocr/placed_text.h"

#include <algorithm>
#include <string_view>

#include "base/median.h"
#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

// Characters that hang below the line: a word with one of them says nothing about it.
constexpr std::u32string_view kHanging =
    U"gjpqyQ,;()[]{}/|_$§ýỳỷỹỵạặậẹệịọộợụựẠẶẬẸỆỊỌỘỢỤỰỴ";

bool stands_on_line(const Word& word) {
  const std::u32string letters = to_code_points(to_nfc(word.text));
  return !letters.empty() && std::none_of(letters.begin(), letters.end(), [](char32_t c) {
    return kHanging.find(c) != std::u32string_view::npos;
  }) && is_letter(letters.back());
}

Point placed(double x, double y, const PageMap& map) {
  const double bent = y + map.bend_at(x, y);
  return {map.xx * x + map.xy * bent + map.x0, map.yx * x + map.yy * bent + map.y0};
}

bool goes_on(const Line& before, const Line& line) {
  const Box& a = before.box;
  const Box& b = line.box;
  const int overlap = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const int gap = b.y - a.bottom();
  return overlap > 0 && b.y > a.y && 2 * gap < 3 * std::max(a.height, b.height);
}

}  // namespace

std::vector<TextBlock> text_blocks(const PageText& page) {
  std::vector<TextBlock> blocks;
  std::size_t start = 0;
  const auto end_at = [&](std::size_t end) {
    if (end > start) blocks.push_back(std::span(page.lines).subspan(start, end - start));
    start = end;
  };
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    if (page.lines[i].words.empty()) {
      end_at(i);
      start = i + 1;
    } else if (i > start && !goes_on(page.lines[i - 1], page.lines[i])) {
      end_at(i);
    }
  }
  end_at(page.lines.size());
  return blocks;
}

int baseline_of(const Line& line) {
  std::vector<int> bottoms;
  for (const Word& word : line.words) {
    if (stands_on_line(word)) bottoms.push_back(word.box.bottom());
  }
  if (bottoms.empty()) return line.box.bottom() - line.box.height / 5;
  return median_of(std::move(bottoms));
}

Box placed(const Box& box, const PageText& page) {
  return page.to_master.map(box, page.width, page.height);
}

Box placed(TextBlock block, const PageText& page) {
  Box whole;
  for (const Line& line : block)
    whole = united(whole, placed(line.box, page));
  return whole;
}

Baseline placed_baseline(const Line& line, const PageText& page) {
  const int y = baseline_of(line);
  return {placed(line.box.x, y, page.to_master),
          placed(line.box.right(), y, page.to_master)};
}

}  // namespace tangthu::ocr
