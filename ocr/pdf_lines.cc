#include "ocr/pdf_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/median.h"
#include "base/unicode.h"
#include "ocr/placed_text.h"

namespace tangthu::ocr {
namespace {

// Of the size of type. poppler sees a space from 0.15 on.
constexpr double kLeastSpace = 0.2;
// Of type, in heights of a line. poppler makes one block of lines whose baselines are at
// most one and a half sizes apart, and reads a heading whose lines are further apart as a
// table, row by row. With more, columns come too close to each other.
constexpr double kSizeOfHeight = 1.15;
// Sizes up to so many times the page's, or below it, are the page's.
constexpr double kOneSize = 1.8;

double median_or_one(std::vector<double> values) {
  return values.empty() ? 1 : median_of(std::move(values));
}

// A word much taller than its line, or off it, is a misread one.
bool lies_on_line(const Box& box, double height, double centre) {
  return box.height <= 1.6 * height &&
         std::abs(box.y + box.height / 2.0 - centre) <= 0.6 * height;
}

double size_of(const Line& line) {
  std::vector<double> heights;
  std::vector<double> centres;
  for (const Word& word : line.words) {
    heights.push_back(word.box.height);
    centres.push_back(word.box.y + word.box.height / 2.0);
  }
  const double height = median_or_one(heights);
  const double centre = median_or_one(centres);
  Box shared;
  for (const Word& word : line.words) {
    if (lies_on_line(word.box, height, centre)) shared = united(shared, word.box);
  }
  return std::max(1, shared.height);
}

// The page's size of type, or of larger and smaller ones that are steps away from it.
double stepped(double size, double common) {
  const double steps = std::round(std::log(size / common) / std::log(kOneSize) / 2);
  return common * std::pow(kOneSize * kOneSize, steps);
}

// Where boxes make no sense, words share the line by their letters.
void share_out(const Line& line, std::vector<StandingWord>& words) {
  std::size_t letters = 0;
  for (const Word& word : line.words)
    letters += to_code_points(word.text).size() + 1;
  double left = line.box.x;
  const double step = std::max(1, line.box.width) / static_cast<double>(letters);
  for (StandingWord& word : words) {
    const double width =
        step * static_cast<double>(to_code_points(word.word->text).size() + 1);
    word.left = left;
    word.right = left + width;
    left += width;
  }
}

std::vector<StandingWord> standing_words(const Line& line, double size) {
  std::vector<StandingWord> words;
  bool rising = true;
  for (const Word& word : line.words) {
    const double left = word.box.x;
    rising = rising && (words.empty() || left > words.back().left);
    words.push_back({&word, left, std::max(left + 1, 1.0 * word.box.right())});
  }
  if (!rising) share_out(line, words);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const double until = words[i + 1].left;
    const double space = std::min(kLeastSpace * size, (until - words[i].left) / 2);
    words[i].right = std::min(words[i].right, until - space);
  }
  return words;
}

}  // namespace

std::vector<StandingLine> standing_lines(const PageText& page) {
  std::vector<double> sizes;
  for (const Line& line : page.lines) {
    if (!line.words.empty()) sizes.insert(sizes.end(), line.words.size(), size_of(line));
  }
  const double common = median_or_one(std::move(sizes));
  std::vector<StandingLine> out;
  for (const Line& line : page.lines) {
    if (line.words.empty()) continue;
    const double size = kSizeOfHeight * stepped(size_of(line), common);
    out.push_back({1.0 * baseline_of(line), size, standing_words(line, size)});
  }
  return out;
}

}  // namespace tangthu::ocr
