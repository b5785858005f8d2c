#include "scanner/batch/barcode_mend.h"

#include <algorithm>
#include <array>
#include <vector>

namespace tangthu::scanner {
namespace {

constexpr double kMarginMm = 12;  // a dark lid beside the sheet is no code
constexpr int kLeastContrast = 20;
constexpr double kLeastSolidMm2 = 60;
constexpr double kLeastSquareMm = 3;
constexpr double kMostSquareMm = 11.5;
constexpr std::uint8_t kDark = 0;
constexpr std::uint8_t kLight = 255;

int pixels_of(double mm, const Page& page) {
  return std::max(1, static_cast<int>(mm / 25.4 * page.dpi()));
}

std::array<int, 256> histogram_of(const Page& page) {
  std::array<int, 256> histogram{};
  for (const std::uint8_t pixel : page.pixels())
    ++histogram[pixel];
  return histogram;
}

// The grey that so many of all pixels are darker than.
int percentile(const std::array<int, 256>& histogram, double share) {
  double total = 0;
  for (const int count : histogram)
    total += count;
  double below = 0;
  for (int grey = 0; grey < 256; ++grey) {
    below += histogram[static_cast<std::size_t>(grey)];
    if (below >= share * total) return grey;
  }
  return 255;
}

// The lightest of 3 × 3.
int lightest_around(const Page& page, int x, int y) {
  int lightest = 0;
  for (int row = y - 1; row <= y + 1; ++row) {
    const std::uint8_t* pixel = page.row(row) + x - 1;
    lightest = std::max<int>({lightest, pixel[0], pixel[1], pixel[2]});
  }
  return lightest;
}

struct Spot {
  int x, y;
};

// Spots of one grey that hang together by their sides, from `first`, within `limits`.
// `seen` keeps them from being found again.
class Region {
 public:
  Region(const Page& page, std::vector<std::uint8_t>& seen, const Box& limits)
      : page_(page), seen_(seen), limits_(limits) {}

  void grow(Spot first) {
    const std::uint8_t grey = page_.row(first.y)[first.x];
    take(first, grey);
    for (std::size_t i = spots_.size() - 1; i < spots_.size(); ++i) {
      const Spot at = spots_[i];
      take({at.x - 1, at.y}, grey);
      take({at.x + 1, at.y}, grey);
      take({at.x, at.y - 1}, grey);
      take({at.x, at.y + 1}, grey);
    }
  }
  const std::vector<Spot>& spots() const { return spots_; }
  const Box& box() const { return box_; }

 private:
  void take(Spot at, std::uint8_t grey) {
    if (at.x < limits_.x || at.y < limits_.y || at.x >= limits_.right() ||
        at.y >= limits_.bottom() || page_.row(at.y)[at.x] != grey) {
      return;
    }
    std::uint8_t& seen =
        seen_[static_cast<std::size_t>(at.y) * static_cast<std::size_t>(page_.width()) +
              static_cast<std::size_t>(at.x)];
    if (seen != 0) return;
    seen = 1;
    spots_.push_back(at);
    box_ = united(box_, {at.x, at.y, 1, 1});
  }

  const Page& page_;
  std::vector<std::uint8_t>& seen_;
  Box limits_;
  Box box_;
  std::vector<Spot> spots_;
};

// Light that can't be reached from outside the box becomes dark, unless something dark
// stands in it: an alignment pattern is no middle of a finder pattern.
void fill_inside(const Box& box, std::size_t dark, Page& page) {
  std::vector<std::uint8_t> seen(page.size_bytes());
  const Box around{box.x - 1, box.y - 1, box.width + 2, box.height + 2};
  Region outside(page, seen, around);
  outside.grow({around.x, around.y});
  std::size_t all_dark = 0;
  std::vector<Spot> inside;
  for (int y = box.y; y < box.bottom(); ++y) {
    for (int x = box.x; x < box.right(); ++x) {
      const std::size_t at =
          static_cast<std::size_t>(y) * page.stride() + static_cast<std::size_t>(x);
      if (page.row(y)[x] == kDark) {
        ++all_dark;
      } else if (seen[at] == 0) {
        inside.push_back({x, y});
      }
    }
  }
  if (all_dark > dark + dark / 20) return;
  for (const Spot spot : inside)
    page.row(spot.y)[spot.x] = kDark;
}

}  // namespace

Result<Page> reduced_grey(const Page& page, int by) {
  Page small = TRY(Page::create(page.width() / by, page.height() / by, PixelFormat::kGrey,
                                std::clamp(page.dpi() / by, kMinDpi, kMaxDpi)));
  const int bytes = by * page.channels();
  std::vector<std::uint16_t> sums(static_cast<std::size_t>(small.width() * bytes));
  const auto count = static_cast<unsigned>(by * bytes);
  for (int y = 0; y < small.height(); ++y) {
    std::fill(sums.begin(), sums.end(), std::uint16_t{0});
    for (int row = y * by; row < (y + 1) * by; ++row) {
      const std::uint8_t* __restrict from = page.row(row);
      std::uint16_t* __restrict to = sums.data();
      for (std::size_t i = 0; i < sums.size(); ++i)
        to[i] = static_cast<std::uint16_t>(to[i] + from[i]);
    }
    const std::uint16_t* sum = sums.data();
    for (int x = 0; x < small.width(); ++x) {
      unsigned all = 0;
      for (int i = 0; i < bytes; ++i)
        all += *sum++;
      small.row(y)[x] = static_cast<std::uint8_t>(all / count);
    }
  }
  return small;
}

bool has_solid_ink(const Page& small) {
  const int margin = pixels_of(kMarginMm, small);
  const std::array<int, 256> histogram = histogram_of(small);
  const int paper = percentile(histogram, 0.6);
  const int ink = percentile(histogram, 0.005);
  const int most = paper - std::max(kLeastContrast, (paper - ink) * 2 / 5);
  int solid = 0;
  for (int y = margin; y + margin < small.height(); ++y) {
    for (int x = margin; x + margin < small.width(); ++x)
      solid += small.row(y)[x] <= most && lightest_around(small, x, y) <= most ? 1 : 0;
  }
  const double pixel_mm = 25.4 / small.dpi();
  return solid * pixel_mm * pixel_mm >= kLeastSolidMm2;
}

void fill_hollow_squares(Page& small) {
  const std::array<int, 256> histogram = histogram_of(small);
  const int middle = (percentile(histogram, 0.6) + percentile(histogram, 0.02)) / 2;
  for (std::uint8_t& pixel : small.pixels())
    pixel = pixel < middle ? kDark : kLight;
  const int least = pixels_of(kLeastSquareMm, small);
  const int most = pixels_of(kMostSquareMm, small);
  std::vector<std::uint8_t> seen(small.size_bytes());
  for (int y = 1; y + 1 < small.height(); ++y) {
    for (int x = 1; x + 1 < small.width(); ++x) {
      if (small.row(y)[x] != kDark) continue;
      Region frame(small, seen, {1, 1, small.width() - 2, small.height() - 2});
      frame.grow({x, y});
      const Box& box = frame.box();
      const bool square =
          box.width * 4 >= box.height * 3 && box.height * 4 >= box.width * 3;
      if (square && std::min(box.width, box.height) >= least &&
          std::max(box.width, box.height) <= most)
        fill_inside(box, frame.spots().size(), small);
    }
  }
}

}  // namespace tangthu::scanner
