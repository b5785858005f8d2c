#include "ocr/copies/free_place.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tangthu::ocr {
namespace {

int darkest(const Page& page, int x, int y) {
  const std::uint8_t* p = page.row(y) + static_cast<std::ptrdiff_t>(x) * page.channels();
  return page.channels() == 1 ? p[0] : std::min({p[0], p[1], p[2]});
}

// Of its darkest colour: the lightest quarter of a page is paper, whatever stands on it.
int paper_of(const Page& page) {
  std::array<std::uint64_t, 256> counts{};
  for (int y = 0; y < page.height(); y += 2) {
    for (int x = 0; x < page.width(); x += 2)
      ++counts[static_cast<std::size_t>(darkest(page, x, y))];
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts)
    sum += count;
  std::uint64_t below = 0;
  int level = 0;
  while (level < 255 && (below += counts[static_cast<std::size_t>(level)]) * 4 < 3 * sum)
    ++level;
  return level;
}

}  // namespace

FreePlaces::FreePlaces(const Page& picture, double width_mm, double height_mm)
    : width_mm_(width_mm),
      height_mm_(height_mm),
      columns_(std::max(1, static_cast<int>(width_mm))),
      rows_(std::max(1, static_cast<int>(height_mm))),
      cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {
  constexpr int kDarker = 50;           // levels: ink, and no shade of paper
  constexpr double kLeastShare = 0.02;  // of a cell: no speck
  const int ink = paper_of(picture) - kDarker;
  std::vector<int> pixels(cells_.size());
  for (int y = 0; y < picture.height(); ++y) {
    const int row = std::min(rows_ - 1, y * rows_ / picture.height());
    for (int x = 0; x < picture.width(); ++x) {
      const int column = std::min(columns_ - 1, x * columns_ / picture.width());
      if (darkest(picture, x, y) < ink)
        ++pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                 static_cast<std::size_t>(column)];
    }
  }
  const double of_cell = static_cast<double>(picture.width()) * picture.height() /
                         static_cast<double>(cells_.size());
  for (std::size_t i = 0; i < cells_.size(); ++i)
    cells_[i] = pixels[i] > kLeastShare * of_cell ? 1 : 0;
  sum_up();
}

void FreePlaces::sum_up() {
  const auto stride = static_cast<std::size_t>(columns_) + 1;
  sums_.assign(stride * (static_cast<std::size_t>(rows_) + 1), 0);
  for (std::size_t y = 0; y < static_cast<std::size_t>(rows_); ++y) {
    for (std::size_t x = 0; x + 1 < stride; ++x) {
      sums_[(y + 1) * stride + x + 1] =
          cells_[y * (stride - 1) + x] + sums_[y * stride + x + 1] +
          sums_[(y + 1) * stride + x] - sums_[y * stride + x];
    }
  }
}

int FreePlaces::covered(int left, int top, int right, int bottom) const {
  const auto at = [&](int x, int y) {
    return sums_[static_cast<std::size_t>(std::clamp(y, 0, rows_)) *
                     (static_cast<std::size_t>(columns_) + 1) +
                 static_cast<std::size_t>(std::clamp(x, 0, columns_))];
  };
  return at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
}

MarkPlace FreePlaces::find(double width, double height, const MarkPoint& wish,
                           double edge) const {
  MarkPlace best{edge, edge, false};
  int least = 1 << 30;
  double nearest = 1e18;
  for (double y = edge; y + height <= height_mm_ - edge; y += 1) {
    for (double x = edge; x + width <= width_mm_ - edge; x += 1) {
      const int on = covered(static_cast<int>(x), static_cast<int>(y),
                             static_cast<int>(std::ceil(x + width)),
                             static_cast<int>(std::ceil(y + height)));
      const double far = std::hypot(x + width / 2 - wish.x, y + height / 2 - wish.y);
      if (on > least || (on == least && far >= nearest)) continue;
      least = on;
      nearest = far;
      best = {x, y, on == 0};
    }
  }
  return best;
}

void FreePlaces::take(const MarkPlace& place, double width, double height) {
  for (int y = std::max(0, static_cast<int>(place.y));
       y < std::min<double>(rows_, std::ceil(place.y + height)); ++y) {
    for (int x = std::max(0, static_cast<int>(place.x));
         x < std::min<double>(columns_, std::ceil(place.x + width)); ++x)
      cells_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
             static_cast<std::size_t>(x)] = 1;
  }
  sum_up();
}

}  // namespace tangthu::ocr
