// Curved paper: the lines of text of a page that doesn't lie flat are bent, neighbours
// alike. One smooth field is fitted to the feet of all letters at once, as vertical
// shift: cubic and higher curves over text lines as in Zhang and Tan, "Correcting
// document image warping based on regression of curved text lines", ICDAR 2003; the
// robust estimate with neighbouring lines as each other's support as in Ulges, Lampert
// and Breuel, "Document image dewarping using robust estimation of curled text lines",
// ICDAR 2005. That letters get narrower towards the binding is left as it is.
//
// Sure only where the field that half of the lines ask for straightens the other half.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/median.h"
#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr std::size_t kLettersALine = 8;
constexpr std::size_t kLeastLines = 8;
constexpr std::size_t kLeastLetters = 200;
constexpr double kLeastSpan = 0.35;  // of the page's width, covered by text
// In heights of a letter: less of a bend than this troubles nobody.
constexpr double kLeastBend = 0.2;
constexpr double kWorthIt = 0.6;  // what is left of the lines' raggedness, at most
constexpr int kTerms = Bend::kPowersAcross * Bend::kPowersDown;
using Terms = std::array<double, kTerms>;

struct Foot {
  double u;
  double y;
  bool fits = true;
};
struct Line {
  std::vector<Foot> feet;
  double v = 0;  // of its level
  double level = 0;
};

void basis(double u, double v, Terms& out) {
  double across = u;
  for (std::size_t i = 0; i < Bend::kPowersAcross; ++i, across *= u) {
    out[i * Bend::kPowersDown] = across;
    out[i * Bend::kPowersDown + 1] = across * v;
    out[i * Bend::kPowersDown + 2] = across * v * v;
  }
}

double value_at(const Terms& terms, double u, double v) {
  Terms powers;
  basis(u, v, powers);
  return std::inner_product(terms.begin(), terms.end(), powers.begin(), 0.0);
}

// Least squares about each line's own level; the first `count` terms of `order`.
class Fit {
 public:
  explicit Fit(int count)
      : count_(count),
        products_(cv::Mat::zeros(count, count, CV_64F)),
        sums_(cv::Mat::zeros(count, 1, CV_64F)) {}

  void add(const Line& line) {
    Terms mean{}, powers;
    double mean_y = 0, n = 0;
    for (const Foot& foot : line.feet) {
      if (!foot.fits) continue;
      basis(foot.u, line.v, powers);
      for (std::size_t k = 0; k < kTerms; ++k)
        mean[k] += powers[k];
      mean_y += foot.y, n += 1;
    }
    if (n < 4) return;
    for (const Foot& foot : line.feet) {
      if (!foot.fits) continue;
      basis(foot.u, line.v, powers);
      for (std::size_t k = 0; k < kTerms; ++k)
        powers[k] -= mean[k] / n;
      for (int i = 0; i < count_; ++i) {
        const double here = powers[static_cast<std::size_t>(i)];
        for (int j = 0; j < count_; ++j)
          products_.at<double>(i, j) += here * powers[static_cast<std::size_t>(j)];
        sums_.at<double>(i) += here * (foot.y - mean_y / n);
      }
    }
  }

  Terms solve() const {
    Terms terms{};
    cv::Mat held = products_.clone();
    // A little weight on nothing: directions that the text says nothing of stay flat.
    const double little = 1e-4 * (cv::trace(held)[0] / count_ + 1e-9);
    for (int i = 0; i < count_; ++i)
      held.at<double>(i, i) += little;
    cv::Mat found;
    if (!cv::solve(held, sums_, found, cv::DECOMP_CHOLESKY)) return terms;
    for (int i = 0; i < count_; ++i)
      terms[static_cast<std::size_t>(i)] = found.at<double>(i);
    return terms;
  }

 private:
  int count_;
  cv::Mat products_;
  cv::Mat sums_;
};

struct Scale {
  double middle_y;
  double half_height;
  double letter;  // height
};

// Levels of the lines under these terms, and which of their feet stand on them.
void settle(std::vector<Line>& lines, const Terms& terms, const Scale& scale,
            double reach) {
  std::vector<double> left;
  for (Line& line : lines) {
    left.clear();
    for (const Foot& foot : line.feet)
      left.push_back(foot.y - value_at(terms, foot.u, line.v));
    line.level = median_of(left);
    line.v = (line.level - scale.middle_y) / scale.half_height;
    for (std::size_t i = 0; i < left.size(); ++i)
      line.feet[i].fits = std::abs(left[i] - line.level) <= reach;
  }
}

enum class Lines : std::uint8_t { kAll, kEven, kOdd };

bool is_among(std::size_t line, Lines which) {
  return which == Lines::kAll || (line % 2 == 0) == (which == Lines::kEven);
}

// Feet that hang below (g, p, a dot below) fall out as the reach gets shorter.
Terms fit(std::vector<Line> lines, Lines which, int count, const Scale& scale) {
  Terms terms{};
  for (Line& line : lines) {
    for (Foot& foot : line.feet)
      foot.fits = true;
  }
  for (const double reach : {1.2, 0.6, 0.3, 0.2, 0.15}) {
    Fit system(count);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (is_among(i, which)) system.add(lines[i]);
    }
    terms = system.solve();
    settle(lines, terms, scale, std::max(1.2, reach * scale.letter));
  }
  return terms;
}

// How far the feet of these lines are from standing on a line, in letters' heights.
double raggedness(std::vector<Line> lines, Lines which, const Terms& terms,
                  const Scale& scale) {
  settle(lines, terms, scale, scale.letter);
  settle(lines, terms, scale, scale.letter);
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_among(i, which)) continue;
    for (const Foot& foot : lines[i].feet) {
      const double off =
          std::abs(foot.y - value_at(terms, foot.u, lines[i].v) - lines[i].level);
      sum += std::min(off / scale.letter, 0.6), n += 1;
    }
  }
  return n > 0 ? sum / n : 0;
}

std::vector<Line> long_lines(const std::vector<TextLine>& lines, cv::Size page,
                             const Scale& scale) {
  std::vector<Line> out;
  for (const TextLine& text : lines) {
    if (text.letters.size() < kLettersALine) continue;
    Line& line = out.emplace_back();
    double sum = 0;
    for (const cv::Rect& letter : text.letters) {
      const double x = letter.x + letter.width * 0.5;
      line.feet.push_back({2 * x / page.width - 1, 1.0 * letter.br().y});
      sum += letter.br().y;
    }
    line.v = (sum / static_cast<double>(line.feet.size()) - scale.middle_y) /
             scale.half_height;
  }
  std::sort(out.begin(), out.end(),
            [](const Line& a, const Line& b) { return a.v < b.v; });
  return out;
}

// The part that a turn of the whole page would do is the skew's, not the bend's.
void take_out_slope(const std::vector<Line>& lines, Terms& terms) {
  double rise = 0, run = 0;
  for (const Line& line : lines) {
    double n = 0, su = 0, sd = 0, suu = 0, sud = 0;
    for (const Foot& foot : line.feet) {
      const double shift = value_at(terms, foot.u, line.v);
      n += 1, su += foot.u, sd += shift, suu += foot.u * foot.u, sud += foot.u * shift;
    }
    rise += sud - su * sd / n;
    run += suu - su * su / n;
  }
  if (run > 0) terms[0] -= rise / run;
}

void set_limits(const std::vector<Line>& lines, Bend& bend) {
  bend.least_u = bend.least_v = 1e9;
  bend.most_u = bend.most_v = -1e9;
  for (const Line& line : lines) {
    bend.least_v = std::min(bend.least_v, line.v);
    bend.most_v = std::max(bend.most_v, line.v);
    for (const Foot& foot : line.feet) {
      bend.least_u = std::min(bend.least_u, foot.u);
      bend.most_u = std::max(bend.most_u, foot.u);
    }
  }
}

// The greatest bend, and whether lines stay apart under it.
struct Shape {
  double most = 0;
  bool in_order = true;
};
Shape shape_of(const Bend& bend, cv::Size page) {
  Shape shape;
  constexpr int kSteps = 16;
  for (int i = 0; i <= kSteps; ++i) {
    const double u = bend.least_u + (bend.most_u - bend.least_u) * i / kSteps;
    double least = 1e9, most = -1e9, before = 0;
    for (int j = 0; j <= kSteps; ++j) {
      const double v = bend.least_v + (bend.most_v - bend.least_v) * j / kSteps;
      const double shift = bend.at(u * page.width * 0.5, v * page.height * 0.5);
      const double step = (bend.most_v - bend.least_v) / kSteps * page.height * 0.5;
      if (j > 0 && std::abs(shift - before) > 0.4 * step) shape.in_order = false;
      before = shift;
      least = std::min(least, shift), most = std::max(most, shift);
    }
    shape.most = std::max({shape.most, std::abs(least), std::abs(most)});
  }
  return shape;
}

}  // namespace

BendFound find_bend(const std::vector<TextLine>& text, cv::Size page, int letter_height) {
  BendFound found;
  const Scale scale{page.height * 0.5, page.height * 0.5, 1.0 * letter_height};
  std::vector<Line> lines = long_lines(text, page, scale);
  const auto letters = std::accumulate(
      lines.begin(), lines.end(), std::size_t{0},
      [](std::size_t sum, const Line& line) { return sum + line.feet.size(); });
  if (lines.size() < kLeastLines || letters < kLeastLetters) return found;

  const auto left_by = [&](int terms) {
    return raggedness(lines, Lines::kOdd, fit(lines, Lines::kEven, terms, scale), scale) +
           raggedness(lines, Lines::kEven, fit(lines, Lines::kOdd, terms, scale), scale);
  };
  const double flat = left_by(1);
  const double left = left_by(kTerms);
  Bend& bend = found.bend;
  bend.terms = fit(lines, Lines::kAll, kTerms, scale);
  bend.half_width = page.width * 0.5;
  bend.half_height = page.height * 0.5;
  settle(lines, bend.terms, scale, scale.letter);
  take_out_slope(lines, bend.terms);
  set_limits(lines, bend);
  const Shape shape = shape_of(bend, page);
  if (bend.most_u - bend.least_u < 2 * kLeastSpan) return found;
  if (shape.most < kLeastBend * letter_height) found.confidence = 1;
  if (!shape.in_order || found.confidence == 1) return found;
  const double share = std::min(1.0, left / std::max(1e-6, flat));
  found.sure = share <= kWorthIt;
  found.confidence = found.sure ? 1 - share / 6 : share;
  return found;
}

void unbend(const Bend& bend, cv::Size page, cv::Rect& box) {
  const double x = box.x + (box.width - page.width) * 0.5;
  double y = box.br().y - page.height * 0.5;
  // The bend is known by the flat place.
  for (int i = 0; i < 3; ++i)
    y = box.br().y - page.height * 0.5 - bend.at(x, y);
  box.y += static_cast<int>(std::lround(y + page.height * 0.5)) - box.br().y;
}

}  // namespace tangthu::scanner
