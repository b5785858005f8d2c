// Red ink apart from the rest. Against its own paper, red ink reflects red light nearly
// as paper does and absorbs green and blue; so the red channel shows the page without it,
// with whatever is written under or over a seal still dark. Blue ink is dark in red light
// and stays. The unmixing is per pixel: cf. Tonazzini, Bedini and Salerno, "Independent
// component analysis for document restoration", IJDAR 2004.
//
// Sixteen pixels at a time, in words of 16 bits: every pixel of the page comes by here.
#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/core/hal/intrin.hpp>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

using cv::v_int16x8;
using cv::v_uint16x8;
using cv::v_uint8x16;

constexpr int kPixels = 16;  // at a time
constexpr int kLeastRedness = 10;
// What red ink takes from the red channel too, as a share of its redness.
constexpr std::int16_t kRedLossNumerator = 5;
constexpr int kRedLossShift = 3;

// Paper along one row of pixels, as the factor (of 256) that brings it to 255.
class PaperRow {
 public:
  explicit PaperRow(const cv::Mat& cells)
      : cells_(cells), column_(static_cast<std::size_t>(cells.cols) + 2) {
    // Whole cells, and room for the last sixteen pixels.
    const auto size = static_cast<std::size_t>(cells.cols) * kCell + kPixels;
    gains_.assign(static_cast<std::size_t>(cells.channels()),
                  std::vector<std::uint16_t>(size));
  }

  void move_to(int y) {
    const double at = (y + 0.5) / kCell - 0.5;
    const int above = std::clamp(static_cast<int>(at), 0, cells_.rows - 1);
    const int below = std::min(above + 1, cells_.rows - 1);
    const auto share = static_cast<float>(std::clamp(at - above, 0.0, 1.0));
    const int channels = cells_.channels();
    for (int channel = 0; channel < channels; ++channel) {
      const auto* upper = cells_.ptr<std::uint8_t>(above) + channel;
      const auto* lower = cells_.ptr<std::uint8_t>(below) + channel;
      for (int x = 0; x < cells_.cols; ++x, upper += channels, lower += channels) {
        const auto top = static_cast<float>(*upper);
        const auto end = static_cast<float>(*lower);
        // Paper darker than this is no paper; the limit keeps sixteen times the factor in
        // 16 bits.
        const float paper = std::max(16.0F, top + (end - top) * share);
        column_[static_cast<std::size_t>(x) + 1] =
            static_cast<std::uint16_t>(255.0F * 256.0F / paper);
      }
      column_.front() = column_[1];
      column_.back() = column_[column_.size() - 2];
      spread(gains_[static_cast<std::size_t>(channel)].data());
    }
  }
  const std::uint16_t* gain(std::size_t channel) const { return gains_[channel].data(); }

 private:
  // From cells to pixels, linearly between the cells' middles.
  void spread(std::uint16_t* gain) const {
    static_assert(kCell == 8);
    alignas(16) static constexpr std::array<std::uint16_t, 8> kBefore{7, 5, 3, 1};
    alignas(16) static constexpr std::array<std::uint16_t, 8> kHere{9,  11, 13, 15,
                                                                    15, 13, 11, 9};
    alignas(16) static constexpr std::array<std::uint16_t, 8> kAfter{0, 0, 0, 0,
                                                                     1, 3, 5, 7};
    const v_uint16x8 before = cv::v_load_aligned(kBefore.data());
    const v_uint16x8 here = cv::v_load_aligned(kHere.data());
    const v_uint16x8 after = cv::v_load_aligned(kAfter.data());
    for (std::size_t cell = 1; cell + 1 < column_.size(); ++cell, gain += kCell) {
      const v_uint16x8 sum = cv::v_add_wrap(
          cv::v_add_wrap(cv::v_mul_wrap(cv::v_setall_u16(column_[cell - 1]), before),
                         cv::v_mul_wrap(cv::v_setall_u16(column_[cell]), here)),
          cv::v_mul_wrap(cv::v_setall_u16(column_[cell + 1]), after));
      cv::v_store(gain, cv::v_shr<4>(sum));
    }
  }

  cv::Mat cells_;
  std::vector<std::vector<std::uint16_t>> gains_;
  std::vector<std::uint16_t> column_;
};

// Two halves of sixteen pixels of one channel, against their paper.
struct Levelled {
  v_uint16x8 low, high;
};
Levelled levelled(const v_uint8x16& bytes, const std::uint16_t* gain) {
  const auto level = [](const v_uint16x8& value, const std::uint16_t* factor) {
    const v_uint16x8 product = cv::v_mul_hi(cv::v_shl<8>(value), cv::v_load(factor));
    return cv::v_min(product, cv::v_setall_u16(255));
  };
  v_uint16x8 low, high;
  cv::v_expand(bytes, low, high);
  return {level(low, gain), level(high, gain + 8)};
}

// Luminance by Rec. 601.
v_uint16x8 luminance(const v_uint16x8& r, const v_uint16x8& g, const v_uint16x8& b) {
  const auto times = [](const v_uint16x8& value, std::uint16_t factor) {
    return cv::v_mul_wrap(value, cv::v_setall_u16(factor));
  };
  return cv::v_shr<8>(
      cv::v_add_wrap(cv::v_add_wrap(times(r, 77), times(g, 150)), times(b, 29)));
}

struct RedLimits {
  std::int16_t least;     // redness that paper and black ink reach too
  std::int16_t strength;  // factor (of 16) that makes the fullest red black
};

RedLimits limits_of(const RedFound& found) {
  const int least = std::max(kLeastRedness, found.redness / 5);
  const int strength = 230 * 16 / std::max(1, found.redness - least);
  return {static_cast<std::int16_t>(least),
          static_cast<std::int16_t>(std::clamp(strength, 16, 120))};
}

struct Unmixed {
  v_int16x8 ink, red;
};

// Without redness the luminance is the finer picture: red light alone carries more of the
// camera's and JPEG's noise. So the two are blended by redness.
Unmixed unmixed(const v_uint16x8& red_light, const v_uint16x8& green,
                const v_uint16x8& blue, const RedLimits& limits) {
  const auto all = [](int value) {
    return cv::v_setall_s16(static_cast<std::int16_t>(value));
  };
  const v_int16x8 none = cv::v_setzero_s16();
  const v_int16x8 r = cv::v_reinterpret_as_s16(red_light);
  const v_int16x8 other = cv::v_reinterpret_as_s16(cv::v_max(green, blue));
  const v_int16x8 redness = cv::v_max(none, cv::v_sub_wrap(r, other));
  const v_int16x8 lost =
      cv::v_shr<kRedLossShift>(cv::v_mul_wrap(redness, all(kRedLossNumerator)));
  const v_int16x8 regained = cv::v_min(all(255), cv::v_add_wrap(r, lost));
  const v_int16x8 grey = cv::v_reinterpret_as_s16(luminance(red_light, green, blue));
  const v_int16x8 over = cv::v_shl<3>(cv::v_sub_wrap(redness, all(limits.least / 2)));
  const v_int16x8 share = cv::v_min(all(128), cv::v_max(none, over));
  const v_int16x8 change = cv::v_mul_wrap(cv::v_sub_wrap(regained, grey), share);
  const v_int16x8 excess = cv::v_max(none, cv::v_sub_wrap(redness, all(limits.least)));
  const v_int16x8 weight = cv::v_shr<4>(cv::v_mul_wrap(excess, all(limits.strength)));
  return {cv::v_add_wrap(grey, cv::v_shr<7>(change)),
          cv::v_sub_wrap(all(255), cv::v_min(all(255), weight))};
}

// Whether any of them is red enough for that to tell.
bool is_red(const Levelled& red, const Levelled& green, const Levelled& blue,
            const RedLimits& limits) {
  const auto redness = [](const v_uint16x8& r, const v_uint16x8& g, const v_uint16x8& b) {
    return r - cv::v_max(g, b);  // no less than 0
  };
  const v_uint16x8 most = cv::v_max(redness(red.low, green.low, blue.low),
                                    redness(red.high, green.high, blue.high));
  const auto least = static_cast<std::uint16_t>(limits.least / 2);
  return cv::v_check_any(most > cv::v_setall_u16(least));
}

// One row of a colour page. `red` is null where there is no red ink.
void mix_row(const std::uint8_t* colours, const PaperRow& paper, const RedLimits& limits,
             int width, std::uint8_t* ink, std::uint8_t* red) {
  for (int begin = 0; begin < width; begin += kPixels) {
    // The last ones are done twice where the row is no multiple of sixteen.
    const int x = std::min(begin, width - kPixels);
    v_uint8x16 r, g, b;
    cv::v_load_deinterleave(colours + std::ptrdiff_t{3} * x, r, g, b);
    const Levelled reds = levelled(r, paper.gain(0) + x);
    const Levelled greens = levelled(g, paper.gain(1) + x);
    const Levelled blues = levelled(b, paper.gain(2) + x);
    // Most pages' most pixels.
    if (red == nullptr || !is_red(reds, greens, blues, limits)) {
      cv::v_store(ink + x, cv::v_pack(luminance(reds.low, greens.low, blues.low),
                                      luminance(reds.high, greens.high, blues.high)));
      if (red != nullptr) cv::v_store(red + x, cv::v_setall_u8(255));
      continue;
    }
    const Unmixed low = unmixed(reds.low, greens.low, blues.low, limits);
    const Unmixed high = unmixed(reds.high, greens.high, blues.high, limits);
    cv::v_store(ink + x, cv::v_pack_u(low.ink, high.ink));
    cv::v_store(red + x, cv::v_pack_u(low.red, high.red));
  }
}

void level_row(const std::uint8_t* grey, const PaperRow& paper, int width,
               std::uint8_t* ink) {
  for (int begin = 0; begin < width; begin += kPixels) {
    const int x = std::min(begin, width - kPixels);
    const Levelled both = levelled(cv::v_load(grey + x), paper.gain(0) + x);
    cv::v_store(ink + x, cv::v_pack(both.low, both.high));
  }
}

// A page narrower than a vector.
void separate_narrow(const cv::Mat& upright, const cv::Mat& paper_cells,
                     const RedFound& found, cv::Mat& ink, cv::Mat& red) {
  const int missing = kPixels - upright.cols;
  cv::Mat wide, wide_cells;
  cv::copyMakeBorder(upright, wide, 0, 0, 0, missing, cv::BORDER_REPLICATE);
  cv::copyMakeBorder(paper_cells, wide_cells, 0, 0, 0, kPixels / kCell,
                     cv::BORDER_REPLICATE);
  cv::Mat wide_ink(wide.size(), CV_8U), wide_red(wide.size(), CV_8U, cv::Scalar(255));
  separate(wide, wide_cells, found, wide_ink, wide_red);
  wide_ink.colRange(0, upright.cols).copyTo(ink);
  wide_red.colRange(0, upright.cols).copyTo(red);
}

}  // namespace

void separate(const cv::Mat& upright, const cv::Mat& paper_cells, const RedFound& found,
              cv::Mat& ink, cv::Mat& red) {
  if (upright.cols < kPixels)
    return separate_narrow(upright, paper_cells, found, ink, red);
  const RedLimits limits = limits_of(found);
  PaperRow paper(paper_cells);
  for (int y = 0; y < upright.rows; ++y) {
    // The map is smooth: four rows share its values.
    if (y % 4 == 0) paper.move_to(y + 2);
    const auto* from = upright.ptr<std::uint8_t>(y);
    auto* to = ink.ptr<std::uint8_t>(y);
    if (upright.channels() == 1) {
      level_row(from, paper, upright.cols, to);
    } else {
      mix_row(from, paper, limits, upright.cols, to,
              found.present ? red.ptr<std::uint8_t>(y) : nullptr);
    }
  }
}

}  // namespace tangthu::scanner
