// Colour pixels between pixels: bilinear, with weights of 7 bits (OpenCV has 5), one
// vector a pixel (its three channels weighted at once) and no tables of places in
// between. Of all cleaning this touches the most memory: OpenCV's warp and remap take
// twice as long.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <opencv2/core/hal/intrin.hpp>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kWeightBits = 7;
constexpr int kOne = 1 << kWeightBits;
// Where the page is turned by a quarter, neighbours in a row come from rows far apart;
// then squares of this side are done one after the other.
constexpr int kTile = 64;
constexpr int kNodeStep = 16;

// Places are fixed-point numbers, 32 bits after the point.
constexpr double kUnit = 4294967296.0;

using Weights = std::array<std::array<std::int16_t, 8>, kOne>;

// The lower row's share, for every channel.
constexpr Weights row_weights() {
  Weights all{};
  for (std::size_t share = 0; share < kOne; ++share)
    all[share].fill(static_cast<std::int16_t>(share));
  return all;
}

// The left pixel's share and the right one's, by turns.
constexpr Weights column_weights() {
  Weights all{};
  for (std::size_t share = 0; share < kOne; ++share) {
    for (std::size_t i = 0; i < 8; ++i)
      all[share][i] = static_cast<std::int16_t>(i % 2 == 0 ? kOne - share : share);
  }
  return all;
}

alignas(16) constexpr Weights kRowWeights = row_weights();
alignas(16) constexpr Weights kColumnWeights = column_weights();

struct Walk {
  std::int64_t x, y;  // of the first pixel's middle, from the middle of the first source
  std::int64_t dx, dy;  // from pixel to pixel
};

std::int64_t fixed(double value) {
  return std::llround(value * kUnit);
}

int whole(std::int64_t place) {
  return static_cast<int>(place >> 32);
}

std::size_t share(std::int64_t place) {
  return static_cast<std::size_t>(place >> (32 - kWeightBits)) % kOne;
}

// Of four source pixels, as bytes from the lowest up. With three channels it reads 8
// bytes of either row.
template <int kChannels>
int mixed(const std::uint8_t* top, const std::uint8_t* bottom, std::size_t across,
          std::size_t down);

template <>
int mixed<1>(const std::uint8_t* top, const std::uint8_t* bottom, std::size_t across,
             std::size_t down) {
  const auto right = static_cast<int>(across);
  const auto lower = static_cast<int>(down);
  const int above = top[0] * kOne + (top[1] - top[0]) * right;
  const int below = bottom[0] * kOne + (bottom[1] - bottom[0]) * right;
  constexpr int kHalf = kOne * kOne / 2;
  return (above * kOne + (below - above) * lower + kHalf) >> (2 * kWeightBits);
}

template <>
int mixed<3>(const std::uint8_t* top, const std::uint8_t* bottom, std::size_t across,
             std::size_t down) {
  using namespace cv;  // NOLINT: the operators of its vectors
  const v_int16x8 upper = v_reinterpret_as_s16(v_load_expand(top));
  const v_int16x8 lower = v_reinterpret_as_s16(v_load_expand(bottom));
  const v_int16x8 column = v_add_wrap(
      v_shl<kWeightBits>(upper),
      v_mul_wrap(v_sub_wrap(lower, upper), v_load_aligned(kRowWeights[down].data())));
  v_int16x8 pairs, unused;
  v_zip(column, v_rotate_right<3>(column), pairs, unused);
  const v_int32x4 sum = v_dotprod(pairs, v_load_aligned(kColumnWeights[across].data()));
  const v_int16x8 mean = v_rshr_pack<2 * kWeightBits>(sum, sum);
  return v_reinterpret_as_s32(v_pack_u(mean, mean)).get0();
}

// Of steps of a walk.
struct Range {
  int begin;
  int end;

  // Those at which `place` is from 0 to `limit`.
  void keep(std::int64_t place, std::int64_t step, int limit) {
    const std::int64_t most = std::max<std::int64_t>(0, limit) << 32;
    const auto inside = [&](int i) {
      const std::int64_t here = place + i * step;
      return here >= 0 && here < most;
    };
    // A straight walk is inside for one stretch; its ends by halving.
    const auto first_beyond = [&](std::int64_t border) {  // of a rising walk
      int low = begin, high = end;
      while (low < high) {
        const int middle = (low + high) / 2;
        const std::int64_t here = place + middle * step;
        (step >= 0 ? here < border : here >= border) ? low = middle + 1 : high = middle;
      }
      return low;
    };
    const int at_zero = first_beyond(0);
    const int at_most = first_beyond(most);
    begin = std::min(at_zero, at_most);
    end = std::max(at_zero, at_most);
    if (begin < end && !inside(begin)) end = begin;
  }
};

template <int kChannels>
class Interpolator {
 public:
  Interpolator(const cv::Mat& from, const cv::Scalar& paper) : from_(from) {
    for (int channel = 0; channel < kChannels; ++channel)
      paper_[static_cast<std::size_t>(channel)] =
          cv::saturate_cast<std::uint8_t>(paper[channel]);
  }

  // `after`: pixels of the row behind these, still to come.
  void take(Walk walk, int count, int after, std::uint8_t* to) const {
    // Half a step of the weights: they are rounded, not cut.
    walk.x += std::int64_t{1} << (31 - kWeightBits);
    walk.y += std::int64_t{1} << (31 - kWeightBits);
    // All four pixels and the bytes that are read beside them lie in the picture, and the
    // fourth byte that is written in the row.
    const bool spills = kChannels == 3 && after == 0;
    Range inner{0, spills ? count - 1 : count};
    inner.keep(walk.x, walk.dx, from_.cols - kChannels);
    inner.keep(walk.y, walk.dy, from_.rows - 1);
    if (inner.begin >= inner.end) inner = {0, 0};
    take_rim(walk, 0, inner.begin, to);
    take_inner(walk, inner, to);
    take_rim(walk, inner.end, count, to);
  }

 private:
  void take_inner(const Walk& walk, const Range& range, std::uint8_t* to) const {
    const std::uint8_t* const pixels = from_.data;
    const std::size_t stride = from_.step;
    std::int64_t px = walk.x + range.begin * walk.dx;
    std::int64_t py = walk.y + range.begin * walk.dy;
    to += std::ptrdiff_t{kChannels} * range.begin;
    for (int i = range.begin; i < range.end; ++i) {
      const auto* top = pixels + stride * static_cast<std::size_t>(py >> 32) +
                        kChannels * static_cast<std::size_t>(px >> 32);
      const int mean = mixed<kChannels>(top, top + stride, share(px), share(py));
      // The fourth byte is the next pixel's.
      std::memcpy(to, &mean, kChannels == 1 ? 1 : sizeof mean);
      to += kChannels;
      px += walk.dx;
      py += walk.dy;
    }
  }

  void take_rim(const Walk& walk, int begin, int end, std::uint8_t* to) const {
    for (int i = begin; i < end; ++i) {
      const int mean = at_rim(walk.x + i * walk.dx, walk.y + i * walk.dy);
      std::memcpy(to + std::ptrdiff_t{kChannels} * i, &mean, kChannels);
    }
  }

  // What is outside is paper.
  int at_rim(std::int64_t px, std::int64_t py) const {
    const int x = whole(px);
    const int y = whole(py);
    if (x < -1 || y < -1 || x >= from_.cols || y >= from_.rows) return bytes_of(paper_);
    std::array<std::uint8_t, 16> rows{};
    for (int row = 0; row < 2; ++row) {
      for (int column = 0; column < 2; ++column) {
        const bool inside = x + column >= 0 && y + row >= 0 && x + column < from_.cols &&
                            y + row < from_.rows;
        const std::uint8_t* pixel =
            inside ? from_.ptr<std::uint8_t>(y + row, x + column) : paper_.data();
        std::copy(
            pixel, pixel + kChannels,
            rows.data() + std::ptrdiff_t{8} * row + std::ptrdiff_t{kChannels} * column);
      }
    }
    return mixed<kChannels>(rows.data(), rows.data() + 8, share(px), share(py));
  }

  static int bytes_of(const std::array<std::uint8_t, 4>& pixel) {
    int bytes = 0;
    std::memcpy(&bytes, pixel.data(), sizeof bytes);
    return bytes;
  }

  const cv::Mat& from_;
  std::array<std::uint8_t, 4> paper_{};
};

// Where pixels of the result come from. A bend is exact every kNodeStep pixels both ways
// and straight in between: its curves are metres wide.
class Places {
 public:
  Places(const PageMap& map, cv::Size size) : map_(map) {
    if (!map.is_bent()) return;
    nodes_.create(size.height / kNodeStep + 2, size.width / kNodeStep + 2, CV_64F);
    for (int y = 0; y < nodes_.rows; ++y) {
      for (int x = 0; x < nodes_.cols; ++x)
        nodes_.at<double>(y, x) = map.bend_at(x * kNodeStep + 0.5, y * kNodeStep + 0.5);
    }
  }

  // Of a pixel's middle from the middle of the first one of the source. Where the page is
  // bent, `x` is a multiple of kNodeStep.
  cv::Point2d at(int x, int y) const {
    const double px = x + 0.5;
    const double py = y + 0.5 + shift_at(x, y);
    return {map_.xx * px + map_.xy * py + map_.x0 - 0.5,
            map_.yx * px + map_.yy * py + map_.y0 - 0.5};
  }

 private:
  double shift_at(int x, int y) const {
    if (nodes_.empty()) return 0;
    const int row = y / kNodeStep;
    const double above = nodes_.at<double>(row, x / kNodeStep);
    const double below = nodes_.at<double>(row + 1, x / kNodeStep);
    return above + (below - above) * (y % kNodeStep) / kNodeStep;
  }

  const PageMap& map_;
  cv::Mat nodes_;
};

template <int kChannels>
void take_all(const cv::Mat& from, const PageMap& map, const cv::Scalar& paper,
              cv::Mat& to) {
  const Interpolator<kChannels> pixels(from, paper);
  const Places places(map, to.size());
  const bool lies_across = std::abs(map.yx) > std::abs(map.xx);
  const int height = lies_across ? kTile : 1;
  const int run = map.is_bent() ? kNodeStep : lies_across ? kTile : to.cols;
  for (int top = 0; top < to.rows; top += height) {
    for (int x = 0; x < to.cols; x += run) {
      const int count = std::min(run, to.cols - x);
      for (int y = top; y < std::min(to.rows, top + height); ++y) {
        const cv::Point2d begin = places.at(x, y);
        const cv::Point2d step = (places.at(x + run, y) - begin) / run;
        pixels.take({fixed(begin.x), fixed(begin.y), fixed(step.x), fixed(step.y)}, count,
                    to.cols - x - count, to.ptr<std::uint8_t>(y, x));
      }
    }
  }
}

}  // namespace

void interpolate(const cv::Mat& from, const PageMap& map, const cv::Scalar& paper,
                 cv::Mat& to) {
  if (from.channels() == 1) {
    take_all<1>(from, map, paper, to);
  } else {
    take_all<3>(from, map, paper, to);
  }
}

// In bands: the places of a whole page would take 70 MB.
void remap(const cv::Mat& from, const PageMap& map, cv::Mat& to, int how,
           const cv::Scalar& paper) {
  constexpr int kBandRows = 64;
  const Places places(map, to.size());
  for (int top = 0; top < to.rows; top += kBandRows) {
    cv::Mat band = to.rowRange(top, std::min(to.rows, top + kBandRows));
    cv::Mat where(band.size(), CV_32FC2);
    for (int y = 0; y < band.rows; ++y) {
      auto* one = where.ptr<cv::Vec2f>(y);
      cv::Point2d place, step;
      for (int x = 0; x < band.cols; ++x, place += step) {
        if (x % kNodeStep == 0) {
          place = places.at(x, top + y);
          step = (places.at(x + kNodeStep, top + y) - place) / kNodeStep;
        }
        one[x] = {static_cast<float>(place.x), static_cast<float>(place.y)};
      }
    }
    cv::remap(from, band, where, {}, how, cv::BORDER_CONSTANT, paper);
  }
}

}  // namespace tangthu::scanner
