#include "scanner/quality/edges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace tangthu::scanner {
namespace {

// A stroke; less is paper's grain, or ink of the other side.
constexpr int kLeastStep = 56;
// What the eye of the sensor adds: a turn smaller than this is none.
constexpr int kNoise = 20;
// Lines that are looked at, each way; more say nothing new.
constexpr int kLines = 140;
constexpr int kBurnt = 254;
// A Gaussian's 10 to 90 % against its 25 to 75 %, which noise disturbs less.
constexpr double kWholeEdge = 1.9;
constexpr double kBins = 16;  // a pixel
constexpr std::size_t kMostBins = 1024;

class Histogram {
 public:
  void add(double value) {
    const auto bin = static_cast<std::size_t>(std::max(0.0, value));
    ++counts_[std::min(bin, kMostBins - 1)];
    ++total_;
  }
  int total() const { return total_; }
  int from(std::size_t bin) const {
    int sum = 0;
    for (std::size_t i = bin; i < kMostBins; ++i)
      sum += counts_[i];
    return sum;
  }
  double median() const {
    int below = 0;
    for (std::size_t bin = 0; bin < kMostBins; ++bin) {
      below += counts_[bin];
      if (2 * below >= total_) return static_cast<double>(bin);
    }
    return 0;
  }

 private:
  std::array<int, kMostBins> counts_{};
  int total_ = 0;
};

struct Found {
  Histogram widths;
  Histogram ink;
  Histogram paper;
};

using Line = std::vector<std::uint8_t>;

// Where the line between two turns crosses `level`, in pixels.
double crossing(const Line& line, std::size_t begin, std::size_t end, double level) {
  const bool rises = line[end] > line[begin];
  for (std::size_t i = begin; i < end; ++i) {
    const double here = line[i];
    const double next = line[i + 1];
    const bool crosses =
        rises ? here <= level && next > level : here >= level && next < level;
    if (crosses) return static_cast<double>(i) + (level - here) / (next - here);
  }
  return static_cast<double>(end);
}

void measure_edge(const Line& line, std::size_t begin, std::size_t end, Found& found) {
  const int low = std::min(line[begin], line[end]);
  const int high = std::max(line[begin], line[end]);
  if (high - low < kLeastStep) return;
  const double from = line[begin];
  const double step = line[end] - from;
  const double width = crossing(line, begin, end, from + 0.75 * step) -
                       crossing(line, begin, end, from + 0.25 * step);
  found.widths.add(std::round(std::abs(width) * kWholeEdge * kBins));
  found.ink.add(low);
  found.paper.add(high);
}

// Turns of the line, with hysteresis; between two of them lies an edge.
void follow(const Line& line, Found& found) {
  std::size_t turn = 0;
  std::size_t extreme = 0;
  int direction = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const int ahead = line[i] - line[extreme];
    if (direction == 0) {
      if (std::abs(ahead) >= kNoise) direction = ahead > 0 ? 1 : -1;
      if (direction != 0) extreme = i;
      continue;
    }
    if (ahead * direction > 0) {
      extreme = i;
    } else if (-ahead * direction >= kNoise) {
      measure_edge(line, turn, extreme, found);
      turn = extreme;
      extreme = i;
      direction = -direction;
    }
  }
}

// Green: black, blue and red ink are dark in it.
std::size_t channel_offset(const Page& page) {
  return page.format() == PixelFormat::kRgb ? 1 : 0;
}

void follow_rows(const Page& page, Found& found) {
  const auto width = static_cast<std::size_t>(page.width());
  const auto step = static_cast<std::size_t>(page.channels());
  Line line(width);
  const int apart = std::max(1, page.height() / kLines);
  for (int y = apart / 2; y < page.height(); y += apart) {
    const std::uint8_t* pixel = page.row(y) + channel_offset(page);
    for (std::size_t x = 0; x < width; ++x)
      line[x] = pixel[x * step];
    follow(line, found);
  }
}

void follow_columns(const Page& page, Found& found) {
  const auto step = static_cast<std::size_t>(page.channels());
  const int apart = std::max(1, page.width() / kLines);
  std::vector<Line> lines;
  for (int x = apart / 2; x < page.width(); x += apart)
    lines.emplace_back(static_cast<std::size_t>(page.height()));
  for (int y = 0; y < page.height(); ++y) {
    const std::uint8_t* pixel = page.row(y) + channel_offset(page);
    auto x = static_cast<std::size_t>(apart / 2) * step;
    for (Line& line : lines) {
      line[static_cast<std::size_t>(y)] = pixel[x];
      x += static_cast<std::size_t>(apart) * step;
    }
  }
  for (const Line& line : lines)
    follow(line, found);
}

}  // namespace

Edges measure_edges(const Page& page) {
  Found across;
  Found along;
  follow_rows(page, across);
  follow_columns(page, along);
  Edges edges;
  edges.count = across.widths.total();
  // A direction with few edges has no say.
  double width = across.widths.median();
  if (along.widths.total() >= kLeastEdges) width = std::max(width, along.widths.median());
  edges.width_px = width / kBins;
  edges.ink = across.ink.median();
  edges.paper = across.paper.median();
  edges.burnt = edges.count == 0 ? 0 : 1.0 * across.paper.from(kBurnt) / edges.count;
  return edges;
}

}  // namespace tangthu::scanner
