#include "ocr/stamp_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/histogram.h"

namespace tangthu::ocr {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr int kPaper = 250;      // lighter than that is no ink on a layer
constexpr int kPaleInk = 248;    // darker than that may be pale stamp ink
constexpr double kJoinMm = 1.1;  // half the gap that is bridged inside a stain
constexpr double kLeastSideMm = 4.0;
constexpr double kLeastHeightMm = 2.5;
constexpr double kLargestStampMm = 100.0;
constexpr double kTwoStampsMm = 14;
constexpr double kMostTwoStampsMm = 26;
constexpr double kLeastStampWidthMm = 14;
constexpr double kMostStampWidthMm = 60;
constexpr double kLeastStampHeightMm = 6;
constexpr int kMostOverlap = 9;  // cells, of two stamps' boxes that lean differently
constexpr double kLeanStep = 0.012;
constexpr int kLeanSteps = 6;
constexpr int kWidestAngle = 24;
constexpr std::size_t kMaxPoints = 5'000;

double mm(int pixels, int dpi) {
  return pixels * 25.4 / dpi;
}

// Grey below which a pixel is ink: half way from paper to the darker tenth of the ink.
int ink_threshold(const Page& layer, const Box& box) {
  GreyHistogram histogram;
  for (int y = box.y; y < box.bottom(); ++y)
    histogram.add({layer.row(y) + box.x, static_cast<std::size_t>(box.width)});
  const std::array<double, 256> count = histogram.counts();
  const double total = std::accumulate(count.begin(), count.begin() + kPaper, 0.0);
  double seen = 0;
  for (std::size_t value = 0; value < kPaper; ++value) {
    seen += count[value];
    if (seen * 10 >= total && total > 0) return (static_cast<int>(value) + 255) / 2;
  }
  return kPaper;
}

// The layer at a fraction of its size: a cell is set when a tenth of it is ink.
struct Coarse {
  int width = 0;
  int height = 0;
  int cell = 1;
  std::vector<std::uint8_t> set;
  bool at(int x, int y) const {
    return set[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x)] != 0;
  }
};

Coarse make_coarse(const Page& layer, int threshold) {
  Coarse coarse;
  coarse.cell = std::max(1, layer.dpi() / 75);
  coarse.width = (layer.width() + coarse.cell - 1) / coarse.cell;
  coarse.height = (layer.height() + coarse.cell - 1) / coarse.cell;
  const auto size =
      static_cast<std::size_t>(coarse.width) * static_cast<std::size_t>(coarse.height);
  coarse.set.resize(size);
  const int least = std::max(1, coarse.cell * coarse.cell / 8);
  const int width = layer.width();
  // First down the columns of pixels, in loops that compilers make vectors of.
  const auto paper = static_cast<std::uint8_t>(threshold);
  std::vector<std::uint8_t> columns(static_cast<std::size_t>(width));
  std::uint8_t* set = coarse.set.data();
  for (int top = 0; top < layer.height(); top += coarse.cell) {
    std::fill(columns.begin(), columns.end(), std::uint8_t{0});
    for (int y = top; y < std::min(layer.height(), top + coarse.cell); ++y) {
      const std::uint8_t* const row = layer.row(y);
      for (std::size_t x = 0; x < columns.size(); ++x)
        columns[x] = static_cast<std::uint8_t>(columns[x] + (row[x] < paper ? 1 : 0));
    }
    for (int left = 0; left < width; left += coarse.cell) {
      int inked = 0;
      for (int x = left; x < std::min(width, left + coarse.cell); ++x)
        inked += columns[static_cast<std::size_t>(x)];
      *set++ = inked >= least ? 1 : 0;
    }
  }
  return coarse;
}

// Cells within `reach` of each other belong together.
std::vector<Box> connected_boxes(const Coarse& coarse, int reach) {
  std::vector<Box> boxes;
  std::vector<std::uint8_t> seen(coarse.set.size(), 0);
  std::vector<std::pair<int, int>> stack;
  for (int y = 0; y < coarse.height; ++y) {
    for (int x = 0; x < coarse.width; ++x) {
      const auto index = [&](int cx, int cy) {
        return static_cast<std::size_t>(cy) * static_cast<std::size_t>(coarse.width) +
               static_cast<std::size_t>(cx);
      };
      if (!coarse.at(x, y) || seen[index(x, y)] != 0) continue;
      Box box;
      stack.assign(1, {x, y});
      seen[index(x, y)] = 1;
      while (!stack.empty()) {
        const auto [cx, cy] = stack.back();
        stack.pop_back();
        box = united(box, {cx, cy, 1, 1});
        for (int ny = std::max(0, cy - reach);
             ny <= std::min(coarse.height - 1, cy + reach); ++ny) {
          for (int nx = std::max(0, cx - reach);
               nx <= std::min(coarse.width - 1, cx + reach); ++nx) {
            if (!coarse.at(nx, ny) || seen[index(nx, ny)] != 0) continue;
            seen[index(nx, ny)] = 1;
            stack.push_back({nx, ny});
          }
        }
      }
      boxes.push_back(box);
    }
  }
  return boxes;
}

// The share of directions from the middle in which there is ink near the box's edge
// circle, less what lies in the corners, where a circle has none.
double ring_coverage(const Coarse& coarse, const Box& box) {
  constexpr int kDirections = 72;
  const double middle_x = box.x + box.width / 2.0;
  const double middle_y = box.y + box.height / 2.0;
  int inked = 0;
  for (int i = 0; i < kDirections; ++i) {
    const double angle = 2 * kPi * i / kDirections;
    bool found = false;
    for (double r = 0.84; r <= 1.02 && !found; r += 0.02) {
      const int x = static_cast<int>(middle_x + r * box.width / 2.0 * std::cos(angle));
      const int y = static_cast<int>(middle_y + r * box.height / 2.0 * std::sin(angle));
      if (x < 0 || y < 0 || x >= coarse.width || y >= coarse.height) continue;
      found = coarse.at(x, y);
    }
    inked += found ? 1 : 0;
  }
  int corner = 0;
  for (int y = box.y; y < box.bottom(); ++y) {
    for (int x = box.x; x < box.right(); ++x) {
      const double dx = (x + 0.5 - middle_x) / (box.width / 2.0);
      const double dy = (y + 0.5 - middle_y) / (box.height / 2.0);
      if (dx * dx + dy * dy > 1.25 && coarse.at(x, y)) ++corner;
    }
  }
  const double corner_share = corner / std::max(1.0, 0.04 * box.width * box.height);
  return static_cast<double>(inked) / kDirections - std::min(1.0, corner_share);
}

struct Points {
  std::vector<std::pair<float, float>> at;
};

Points ink_points(const Page& layer, const Box& box, int threshold) {
  Points points;
  const double area = static_cast<double>(box.width) * box.height;
  const int step = std::max(
      1, static_cast<int>(std::sqrt(area / (5.0 * static_cast<double>(kMaxPoints)))));
  for (int y = box.y; y < box.bottom(); y += step) {
    for (int x = box.x; x < box.right(); x += step) {
      if (layer.row(y)[x] < threshold) {
        points.at.emplace_back(static_cast<float>(x - box.x),
                               static_cast<float>(y - box.y));
      }
    }
  }
  return points;
}

// How unevenly the ink is spread over level rows and, by half as much, over columns, when
// turned back by an angle: sharp rows mean that lines lie level.
class Levelness {
 public:
  Levelness(const Points& points, const Box& box)
      : points_(points), offset_((box.width + box.height) / kStep + 2) {
    rows_.resize(2 * static_cast<std::size_t>(offset_));
    columns_.resize(rows_.size());
  }
  double at(double degrees) {
    const auto c = static_cast<float>(std::cos(degrees * kPi / 180) / kStep);
    const auto s = static_cast<float>(std::sin(degrees * kPi / 180) / kStep);
    const auto middle = static_cast<float>(offset_);
    std::fill(rows_.begin(), rows_.end(), 0);
    std::fill(columns_.begin(), columns_.end(), 0);
    for (const auto& [x, y] : points_.at) {
      ++rows_[static_cast<std::size_t>(y * c - x * s + middle)];
      ++columns_[static_cast<std::size_t>(x * c + y * s + middle)];
    }
    return squares(rows_) + 0.5 * squares(columns_);
  }

 private:
  static constexpr int kStep = 2;
  static double squares(const std::vector<int>& counts) {
    double sum = 0;
    for (const int n : counts)
      sum += static_cast<double>(n) * n;
    return sum;
  }
  const Points& points_;
  int offset_;
  std::vector<int> rows_;
  std::vector<int> columns_;
};

// Four peaks of a frame: at the level angle much ink lies in few rows near the edges.
bool has_frame(const Page& layer, const Box& box, int threshold, double degrees) {
  const Points points = ink_points(layer, box, threshold);
  if (points.at.empty()) return false;
  const double c = std::cos(degrees * kPi / 180);
  const double s = std::sin(degrees * kPi / 180);
  const double bin = std::max(4.0, layer.dpi() / 40.0);
  const auto edge_peaks = [&](bool across) {
    std::vector<double> values;
    for (const auto& [x, y] : points.at)
      values.push_back(across ? y * c - x * s : x * c + y * s);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double from = *low;
    const double length = *high - *low;
    double near_low = 0;
    double near_high = 0;
    for (const double v : values) {
      near_low += v - from < 2 * bin ? 1 : 0;
      near_high += from + length - v < 2 * bin ? 1 : 0;
    }
    const double even =
        static_cast<double>(values.size()) * 2 * bin / std::max(length, 1.0);
    return near_low > 0.9 * even && near_high > 0.9 * even;
  };
  return edge_peaks(true) && edge_peaks(false);
}

// Words inside a frame or a seal belong to it; a frame around a whole page owns nothing.
void drop_inner(std::vector<Stain>& stains, int dpi) {
  for (std::size_t i = 0; i < stains.size(); ++i) {
    const Box outer = stains[i].box;
    if (mm(outer.width, dpi) > kLargestStampMm ||
        mm(outer.height, dpi) > kLargestStampMm) {
      continue;
    }
    stains.erase(
        std::remove_if(stains.begin() + static_cast<std::ptrdiff_t>(i) + 1, stains.end(),
                       [&](const Stain& inner) {
                         return inner.box.x >= outer.x && inner.box.y >= outer.y &&
                                inner.box.right() <= outer.right() &&
                                inner.box.bottom() <= outer.bottom();
                       }),
        stains.end());
  }
}

// A line across a stain: through `y` at its middle, falling by `slope`.
struct Cut {
  double y = 0;
  double slope = 0;
  int row_at(const Box& cells, int x) const {
    return static_cast<int>(
        std::floor(y + slope * (x + 0.5 - cells.x - cells.width / 2.0)));
  }
};

// The cells of ink that lie on a cut: from the first to the last, and how many.
struct Crossing {
  int first = 0;
  int last = -1;
  int count = 0;
};

Crossing crossing(const Coarse& coarse, const Box& cells, const Cut& cut) {
  Crossing found;
  for (int x = cells.x; x < cells.right(); ++x) {
    const int row = cut.row_at(cells, x);
    if (row < cells.y || row >= cells.bottom() || !coarse.at(x, row)) continue;
    if (found.count == 0) found.first = x;
    found.last = x;
    ++found.count;
  }
  return found;
}

// The ink above the cut and that below it.
std::vector<Box> cut_apart(const Coarse& coarse, const Box& cells, const Cut& cut) {
  std::vector<Box> parts(2);
  for (int x = cells.x; x < cells.right(); ++x) {
    const int row = cut.row_at(cells, x);
    for (int y = cells.y; y < cells.bottom(); ++y) {
      if (y == row || !coarse.at(x, y)) continue;
      Box& part = parts[y < row ? 0 : 1];
      part = united(part, {x, y, 1, 1});
    }
  }
  return parts;
}

// Stamps that touch at a corner: a line between them meets ink in that place only, where
// one through a single stamp meets its frame on both sides.
std::vector<Box> parts_that_touch(const Coarse& coarse, const Box& cells, int dpi) {
  if (mm(cells.height * coarse.cell, dpi) > kMostTwoStampsMm ||
      mm(cells.width * coarse.cell, dpi) > kMostStampWidthMm) {
    return {cells};
  }
  const int least = static_cast<int>(kLeastStampHeightMm / mm(coarse.cell, dpi));
  int fewest = cells.width / 4;
  std::optional<Cut> best;
  for (int step = -kLeanSteps; step <= kLeanSteps; ++step) {
    for (int y = cells.y + least; y <= cells.bottom() - least; ++y) {
      const Cut cut{static_cast<double>(y), kLeanStep * step};
      const Crossing met = crossing(coarse, cells, cut);
      if (met.last - met.first >= cells.width / 4 || met.count >= fewest) continue;
      fewest = met.count;
      best = cut;
    }
  }
  return best ? cut_apart(coarse, cells, *best) : std::vector<Box>{cells};
}

// Two stamps that were struck one below the other lie together as one stain; looked at
// with hardly any gap bridged they are two parts of a stamp's size, and fragments.
std::vector<Box> parts_of(const Coarse& coarse, const Box& cells, int dpi) {
  if (mm(cells.height * coarse.cell, dpi) < kTwoStampsMm) return {cells};
  Coarse within;
  within.cell = coarse.cell;
  within.width = cells.width;
  within.height = cells.height;
  for (int y = cells.y; y < cells.bottom(); ++y) {
    for (int x = cells.x; x < cells.right(); ++x)
      within.set.push_back(coarse.at(x, y) ? 1 : 0);
  }
  std::vector<Box> parts;
  for (Box part : connected_boxes(within, 1)) {
    if (mm(part.width * coarse.cell, dpi) < kLeastStampWidthMm ||
        mm(part.height * coarse.cell, dpi) < kLeastStampHeightMm) {
      continue;
    }
    part.x += cells.x;
    part.y += cells.y;
    parts.push_back(part);
  }
  const bool below_each_other =
      parts.size() == 2 && std::max(parts[0].y, parts[1].y) + kMostOverlap >=
                               std::min(parts[0].bottom(), parts[1].bottom());
  return below_each_other ? parts : parts_that_touch(coarse, cells, dpi);
}

}  // namespace

std::vector<Stain> find_stains(const Page& layer) {
  const Box whole{0, 0, layer.width(), layer.height()};
  // A dark seal must not make a pale stamp beside it count as paper.
  const int threshold = std::max(kPaleInk, ink_threshold(layer, whole));
  const Coarse coarse = make_coarse(layer, threshold);
  const int reach =
      std::max(1, static_cast<int>(std::lround(kJoinMm / mm(coarse.cell, layer.dpi()))));
  std::vector<Box> lying_together;
  for (const Box& cells : connected_boxes(coarse, reach)) {
    const std::vector<Box> parts = parts_of(coarse, cells, layer.dpi());
    lying_together.insert(lying_together.end(), parts.begin(), parts.end());
  }
  std::vector<Stain> stains;
  for (const Box& cells : lying_together) {
    const Box box{
        cells.x * coarse.cell, cells.y * coarse.cell,
        std::min(cells.width * coarse.cell, layer.width() - cells.x * coarse.cell),
        std::min(cells.height * coarse.cell, layer.height() - cells.y * coarse.cell)};
    if (mm(std::max(box.width, box.height), layer.dpi()) < kLeastSideMm ||
        mm(box.height, layer.dpi()) < kLeastHeightMm) {
      continue;
    }
    stains.push_back({box, false, ring_coverage(coarse, cells), std::nullopt});
  }
  std::sort(stains.begin(), stains.end(), [](const Stain& a, const Stain& b) {
    return a.box.width * a.box.height > b.box.width * b.box.height;
  });
  drop_inner(stains, layer.dpi());
  if (stains.size() > kMaxStains) stains.resize(kMaxStains);
  for (Stain& stain : stains) {
    if (mm(stain.box.width, layer.dpi()) > kMostStampWidthMm ||
        mm(stain.box.height, layer.dpi()) > kMostTwoStampsMm ||
        mm(stain.box.height, layer.dpi()) < kLeastStampHeightMm)
      continue;
    stain.framed = has_frame(layer, stain.box, ink_threshold(layer, stain.box),
                             stain_angle(layer, stain.box));
  }
  return stains;
}

double stain_angle(const Page& layer, const Box& box) {
  const Points points = ink_points(layer, box, ink_threshold(layer, box));
  Levelness levelness(points, box);
  double best = 0;
  double best_score = levelness.at(0);
  const auto consider = [&](double degrees) {
    const double value = levelness.at(degrees);
    if (value > best_score) {
      best = degrees;
      best_score = value;
    }
  };
  for (int degrees = -kWidestAngle; degrees <= kWidestAngle; ++degrees)
    consider(degrees);
  const double about = best;
  for (int quarters = -3; quarters <= 3; ++quarters)
    consider(about + 0.25 * quarters);
  return best;
}

// The box alone, its greys averaged over `blur` pixels to each side.
std::vector<std::uint8_t> cut_out(const Page& layer, const Box& box, int blur) {
  const auto width = static_cast<std::size_t>(box.width);
  std::vector<std::uint8_t> out(width * static_cast<std::size_t>(box.height));
  std::vector<int> column(width);
  const int side = 2 * blur + 1;
  const auto row_at = [&](int y) {
    return layer.row(std::clamp(y, box.y, box.bottom() - 1)) + box.x;
  };
  for (int dy = -blur; dy <= blur; ++dy) {
    for (std::size_t x = 0; x < width; ++x)
      column[x] += row_at(box.y + dy)[x];
  }
  for (int y = 0; y < box.height; ++y) {
    const auto at = [&](int x) {
      return column[static_cast<std::size_t>(std::clamp(x, 0, box.width - 1))];
    };
    std::uint8_t* to = out.data() + static_cast<std::size_t>(y) * width;
    int sum = 0;
    for (int x = -blur; x <= blur; ++x)
      sum += at(x);
    for (int x = 0; x < box.width; ++x) {
      to[x] = static_cast<std::uint8_t>(sum / (side * side));
      sum += at(x + blur + 1) - at(x - blur);
    }
    const std::uint8_t* next = row_at(box.y + y + blur + 1);
    const std::uint8_t* last = row_at(box.y + y - blur);
    for (std::size_t x = 0; x < width; ++x)
      column[x] += next[x] - last[x];
  }
  return out;
}

Page upright_stain(const Page& layer, const Box& box, double degrees, Stroke stroke) {
  const auto c = static_cast<float>(std::cos(degrees * kPi / 180));
  const auto s = static_cast<float>(std::sin(degrees * kPi / 180));
  const int margin = layer.dpi() / 25;
  const int width = static_cast<int>(static_cast<float>(box.width) * std::abs(c) +
                                     static_cast<float>(box.height) * std::abs(s)) +
                    2 * margin;
  const int height = static_cast<int>(static_cast<float>(box.width) * std::abs(s) +
                                      static_cast<float>(box.height) * std::abs(c)) +
                     2 * margin;
  auto made = Page::create(width, height, PixelFormat::kGrey, layer.dpi());
  if (!made) throw std::length_error("a stain larger than its page");
  Page out = std::move(*made);
  const auto darkest = static_cast<float>(
      std::max(0, 2 * ink_threshold(layer, box) - 255));  // the ink itself
  const float stretch = 255 / std::max(1.0F, 250 - darkest);
  const int blur = stroke == Stroke::kJoined ? std::max(1, layer.dpi() / 150) : 0;
  const std::vector<std::uint8_t> cut = cut_out(layer, box, blur);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = out.row(y);
    const float dy = static_cast<float>(y) - static_cast<float>(height) / 2;
    const float start = -static_cast<float>(width) / 2;
    const float start_x = static_cast<float>(box.width) / 2 - dy * s;
    const float start_y = static_cast<float>(box.height) / 2 + dy * c;
    for (int x = 0; x < width; ++x) {
      const float dx = start + static_cast<float>(x);
      const float from_x = start_x + dx * c;
      const float from_y = start_y + dx * s;
      if (from_x < 0 || from_y < 0 || from_x >= static_cast<float>(box.width) ||
          from_y >= static_cast<float>(box.height)) {
        row[x] = 255;
        continue;
      }
      const int x0 = static_cast<int>(from_x);
      const int y0 = static_cast<int>(from_y);
      const float fx = from_x - static_cast<float>(x0);
      const float fy = from_y - static_cast<float>(y0);
      const std::uint8_t* upper =
          cut.data() + static_cast<std::ptrdiff_t>(y0) * box.width;
      const std::uint8_t* lower = y0 + 1 < box.height ? upper + box.width : upper;
      const int x1 = std::min(x0 + 1, box.width - 1);
      const float value = (static_cast<float>(upper[x0]) * (1 - fx) +
                           static_cast<float>(upper[x1]) * fx) *
                              (1 - fy) +
                          (static_cast<float>(lower[x0]) * (1 - fx) +
                           static_cast<float>(lower[x1]) * fx) *
                              fy;
      row[x] = static_cast<std::uint8_t>(
          std::clamp((value - darkest) * stretch, 0.0F, 255.0F));
    }
  }
  return out;
}

void whiten_around_middle(Page& picture, double across, double down) {
  for (int y = 0; y < picture.height(); ++y) {
    std::uint8_t* row = picture.row(y);
    const bool outside = std::abs(y - picture.height() / 2.0) > down;
    for (int x = 0; x < picture.width(); ++x) {
      if (outside || std::abs(x - picture.width() / 2.0) > across) row[x] = 255;
    }
  }
}

}  // namespace tangthu::ocr
