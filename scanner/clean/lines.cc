// Letters side by side make a line; where most of them begin and end are its x-line and
// its baseline. Chains of neighbours as in Baird, "The skew angle of printed documents",
// SPSE 1987; columns need no finding, because a chain ends at a wide gap.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr std::size_t kMostMarks = 60'000;  // beyond that it is noise or a picture
constexpr std::size_t kLeastLetters = 4;    // of a line

// The height that half of the page's ink, counted by height, doesn't exceed: dust and
// marks are many but low, headings tall but few.
int usual_height(const std::vector<cv::Rect>& boxes) {
  std::vector<int> heights(121, 0);
  int total = 0;
  for (const cv::Rect& box : boxes) {
    if (box.height < 4 || box.height > 120 || box.width > 12 * box.height) continue;
    heights[static_cast<std::size_t>(box.height)] += box.height;
    total += box.height;
  }
  int below = 0;
  for (std::size_t height = 4; height < heights.size(); ++height) {
    below += heights[height];
    if (total > 0 && below * 2 >= total) return static_cast<int>(height);
  }
  return 0;
}

int shared_rows(const cv::Rect& a, const cv::Rect& b) {
  return std::min(a.br().y, b.br().y) - std::max(a.y, b.y);
}

// The line that `letter` continues, or -1.
int find_chain(const std::vector<TextLine>& lines, const std::vector<int>& open,
               const cv::Rect& letter, int usual) {
  int best = -1;
  int least_gap = usual * 5 / 2;
  for (const int index : open) {
    const cv::Rect& last = lines[static_cast<std::size_t>(index)].letters.back();
    const int gap = letter.x - last.br().x;
    if (gap < -usual || std::abs(gap) >= least_gap) continue;
    if (shared_rows(last, letter) * 2 < std::min(last.height, letter.height)) continue;
    best = index;
    least_gap = std::abs(gap);
  }
  return best;
}

std::vector<TextLine> chain(std::vector<cv::Rect> letters, int usual) {
  std::sort(letters.begin(), letters.end(),
            [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
  std::vector<TextLine> lines;
  std::vector<int> open;
  for (const cv::Rect& letter : letters) {
    std::erase_if(open, [&](int index) {
      return lines[static_cast<std::size_t>(index)].letters.back().br().x + 3 * usual <
             letter.x;
    });
    const int index = find_chain(lines, open, letter, usual);
    if (index >= 0) {
      lines[static_cast<std::size_t>(index)].letters.push_back(letter);
    } else {
      open.push_back(static_cast<int>(lines.size()));
      lines.emplace_back().letters.push_back(letter);
    }
  }
  std::erase_if(lines,
                [](const TextLine& line) { return line.letters.size() < kLeastLetters; });
  return lines;
}

// One slope for all lines: least squares over the letters' feet, about each line's own
// middle, feet further than `reach` from their line's course left out.
double fit_slope(const std::vector<TextLine>& lines, double slope, double reach) {
  double rise = 0, run = 0;
  for (const TextLine& line : lines) {
    std::vector<double> feet;
    for (const cv::Rect& letter : line.letters)
      feet.push_back(letter.br().y - slope * (letter.x + letter.width * 0.5));
    std::vector<double> sorted = feet;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double usual = *middle;
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t i = 0; i < feet.size(); ++i) {
      if (std::abs(feet[i] - usual) > reach) continue;
      const double x = line.letters[i].x + line.letters[i].width * 0.5;
      const double y = line.letters[i].br().y;
      n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    if (n < 3) continue;
    rise += sxy - sx * sy / n;
    run += sxx - sx * sx / n;
  }
  return run > 0 ? rise / run : slope;
}

// The greatest value that is frequent, smoothed over its neighbours. Not the most
// frequent: where bold letters merge with their marks, more of them begin at the
// ascenders' height than at the x-line, and the x-line is the inner of the two.
double inner_mode(const std::vector<double>& values) {
  const double first = *std::min_element(values.begin(), values.end());
  const double last = *std::max_element(values.begin(), values.end());
  std::vector<double> counts(static_cast<std::size_t>(std::min(last - first, 4000.0)) +
                             4);
  for (const double value : values)
    counts[static_cast<std::size_t>(std::min(value - first, 4000.0)) + 1] += 1;
  std::size_t best = 1;
  double most = 0;
  for (std::size_t i = 1; i + 1 < counts.size(); ++i) {
    const double near = counts[i - 1] + 2 * counts[i] + counts[i + 1];
    if (near > most) most = near, best = i;
  }
  double sum = 0, n = 0;
  for (std::size_t i = counts.size() - 2; i > best; --i) {
    const double near = counts[i - 1] + 2 * counts[i] + counts[i + 1];
    const double before = counts[i - 2] + 2 * counts[i - 1] + counts[i];
    if (near * 5 >= most * 2 && near >= before) best = i;
  }
  const double centre = first + static_cast<double>(best) - 0.5;
  for (const double value : values) {
    if (std::abs(value - centre) > 1.5) continue;
    sum += value, n += 1;
  }
  return n > 0 ? sum / n : centre;
}

void measure(TextLine& line, int usual) {
  std::vector<double> tops, feet;
  for (const cv::Rect& letter : line.letters) {
    tops.push_back(letter.y);
    feet.push_back(-letter.br().y);  // upwards, so that the two mirror each other
  }
  line.upper = inner_mode(tops);
  line.lower = -inner_mode(feet);
  const double core = line.lower - line.upper;
  const double reach = std::max(1.5, core * 0.15);
  const auto near = [reach](const std::vector<double>& values, double level) {
    return std::count_if(values.begin(), values.end(),
                         [&](double value) { return std::abs(value - level) <= reach; });
  };
  const auto count = static_cast<std::ptrdiff_t>(line.letters.size());
  line.clear = core >= usual * 0.4 && core <= usual * 2.0 &&
               near(tops, line.upper) * 4 >= count &&
               near(feet, -line.lower) * 2 >= count;
}

double usual_core(const std::vector<TextLine>& lines) {
  std::vector<double> cores;
  for (const TextLine& line : lines) {
    if (line.clear)
      cores.insert(cores.end(), line.letters.size(), line.lower - line.upper);
  }
  if (cores.empty()) return 0;
  const auto middle = cores.begin() + static_cast<std::ptrdiff_t>(cores.size() / 2);
  std::nth_element(cores.begin(), middle, cores.end());
  return *middle;
}

void level(TextLine& line, double slope, int page_width) {
  for (cv::Rect& letter : line.letters) {
    const double x = letter.x + letter.width * 0.5 - page_width * 0.5;
    letter.y -= static_cast<int>(std::lround(slope * x));
  }
}

void lay_flat(cv::Size page, TextLines& found) {
  for (TextLine& line : found.lines) {
    for (cv::Rect& letter : line.letters)
      unbend(found.bend.bend, page, letter);
  }
  for (cv::Rect& mark : found.small)
    unbend(found.bend.bend, page, mark);
}

}  // namespace

TextLines find_lines(const Marks& marks, cv::Size page) {
  TextLines found;
  if (marks.boxes.size() > kMostMarks) return found;
  const int usual = usual_height(marks.boxes);
  if (usual == 0) return found;
  std::vector<cv::Rect> letters;
  for (const cv::Rect& box : marks.boxes) {
    const bool tall = box.height * 100 >= usual * 55 && box.height <= usual * 3;
    const bool wide = box.width * 7 >= usual && box.width <= usual * 12;
    if (tall && wide) letters.push_back(box);
    if (!tall && box.height < usual && box.width <= usual && box.area() >= 3) {
      found.small.push_back(box);
    }
  }
  found.candidates = static_cast<int>(letters.size());
  found.lines = chain(std::move(letters), usual);
  found.bend = find_bend(found.lines, page, usual);
  if (found.bend.sure) lay_flat(page, found);
  found.slope = fit_slope(found.lines, 0, usual * 0.4);
  found.slope = fit_slope(found.lines, found.slope, usual * 0.25);
  found.slope = fit_slope(found.lines, found.slope, std::max(1.2, usual * 0.1));
  for (TextLine& line : found.lines) {
    level(line, found.slope, page.width);
    measure(line, usual);
    if (line.clear) found.letters += static_cast<int>(line.letters.size());
  }
  for (cv::Rect& box : found.small) {
    const double x = box.x + box.width * 0.5 - page.width * 0.5;
    box.y -= static_cast<int>(std::lround(found.slope * x));
  }
  found.x_height = usual_core(found.lines);
  return found;
}

}  // namespace tangthu::scanner
