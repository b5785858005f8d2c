// Red ink apart from the rest. Against its own paper, red ink reflects red light nearly
// as paper does and absorbs green and blue; so the red channel shows the page without it,
// with whatever is written under or over a seal still dark. Blue ink is dark in red light
// and stays. The unmixing is per pixel, without clustering: cf. Tonazzini, Bedini and
// Salerno, "Independent component analysis for document restoration", IJDAR 2004.
#include <algorithm>
#include <array>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// Redness is the red channel less the brighter of the others, of 255 for paper.
constexpr int kSurelyRed = 30;
constexpr int kLeastRedness = 10;
constexpr double kLeastRedMm2 = 5;
// What red ink takes from the red channel too, as a share of its redness.
constexpr int kRedLossNumerator = 5;
constexpr int kRedLossShift = 3;

// Paper along one row of pixels, as the factor (of 256) that brings it to 255.
class PaperRow {
 public:
  PaperRow(const cv::Mat& cells, int width) : cells_(cells), width_(width) {
    const auto count = static_cast<std::size_t>(cells.channels());
    gains_.assign(count, std::vector<std::uint16_t>(static_cast<std::size_t>(width)));
    column_.resize(static_cast<std::size_t>(cells.cols));
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
        // Paper darker than this is no paper; the limit keeps the factor in 15 bits.
        const float paper = std::max(8.0F, top + (end - top) * share);
        column_[static_cast<std::size_t>(x)] = 255.0F * 256.0F / paper;
      }
      spread(gains_[static_cast<std::size_t>(channel)]);
    }
  }
  const std::uint16_t* gain(int channel) const {
    return gains_[static_cast<std::size_t>(channel)].data();
  }

 private:
  // From cells to pixels, linearly between the cells' middles.
  void spread(std::vector<std::uint16_t>& gain) const {
    const auto last = column_.size() - 1;
    for (std::size_t cell = 0; cell <= last; ++cell) {
      const float before = column_[cell == 0 ? 0 : cell - 1];
      const float here = column_[cell];
      const float after = column_[std::min(cell + 1, last)];
      const std::size_t first = cell * kCell;
      for (std::size_t i = 0; i < kCell; ++i) {
        const std::size_t x = first + i;
        if (x >= static_cast<std::size_t>(width_)) return;
        const float t = (static_cast<float>(i) + 0.5F) / kCell;
        const float value = t < 0.5F ? before + (here - before) * (t + 0.5F)
                                     : here + (after - here) * (t - 0.5F);
        gain[x] = static_cast<std::uint16_t>(value);
      }
    }
  }

  cv::Mat cells_;
  int width_;
  std::vector<std::vector<std::uint16_t>> gains_;
  std::vector<float> column_;
};

// One row of one channel, levelled, in 16 bits. Bytes alias everything, so loops over
// rows take restricted pointers: without them no compiler finds the vector instructions.
using Row = std::vector<std::int16_t>;

void level_row(const std::uint8_t* __restrict from, const std::uint16_t* __restrict gain,
               Row& row) {
  const std::size_t width = row.size();
  std::int16_t* __restrict out = row.data();
  for (std::size_t x = 0; x < width; ++x) {
    const auto value = static_cast<std::uint16_t>(from[x] << 8);
    const auto product = static_cast<std::uint32_t>(value) * gain[x];
    out[x] = std::min<std::int16_t>(255, static_cast<std::int16_t>(product >> 16));
  }
}

// Luminance by Rec. 601.
inline int luminance(int r, int g, int b) {
  return static_cast<std::uint16_t>(77 * r + 150 * g + 29 * b) >> 8;
}

inline int redness_of(int red, int green, int blue) {
  return std::max(0, red - std::max(green, blue));
}

struct Rows {
  const std::int16_t* __restrict r;
  const std::int16_t* __restrict g;
  const std::int16_t* __restrict b;
  std::size_t width;
};

void mix_plain(const Rows rows, std::uint8_t* __restrict ink) {
  for (std::size_t x = 0; x < rows.width; ++x)
    ink[x] = static_cast<std::uint8_t>(luminance(rows.r[x], rows.g[x], rows.b[x]));
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

// Without redness the luminance is the finer picture: red light alone carries more of the
// camera's and JPEG's noise. So the two are blended by redness.
void mix_without_red(const Rows rows, const RedLimits limits,
                     std::uint8_t* __restrict ink, std::uint8_t* __restrict red) {
  const auto half = static_cast<std::int16_t>(limits.least / 2);
  for (std::size_t x = 0; x < rows.width; ++x) {
    const auto r = rows.r[x], g = rows.g[x], b = rows.b[x];
    const auto redness = static_cast<std::int16_t>(redness_of(r, g, b));
    const auto lost =
        static_cast<std::int16_t>((redness * kRedLossNumerator) >> kRedLossShift);
    const auto regained =
        std::min<std::int16_t>(255, static_cast<std::int16_t>(r + lost));
    const auto grey = static_cast<std::int16_t>(luminance(r, g, b));
    const auto over = static_cast<std::int16_t>((redness - half) * 8);
    const auto share = std::min<std::int16_t>(128, std::max<std::int16_t>(0, over));
    const auto change = static_cast<std::int16_t>((regained - grey) * share);
    ink[x] = static_cast<std::uint8_t>(grey + (change >> 7));
    const auto excess =
        std::max<std::int16_t>(0, static_cast<std::int16_t>(redness - limits.least));
    const auto weight = static_cast<std::int16_t>((excess * limits.strength) >> 4);
    red[x] = static_cast<std::uint8_t>(255 - std::min<std::int16_t>(255, weight));
  }
}

// Red ink takes green and blue alike; a brown stain takes blue first, and more of it.
bool is_red(const cv::Vec3b& pixel) {
  const int redness = redness_of(pixel[0], pixel[1], pixel[2]);
  const int taken = 255 - std::min(pixel[1], pixel[2]);
  return redness >= kSurelyRed && redness * 2 >= taken;
}

}  // namespace

cv::Mat levelled_quarter(const cv::Mat& quarter, const cv::Mat& paper_cells) {
  cv::Mat paper, levelled;
  cv::resize(paper_cells, paper, quarter.size(), 0, 0, cv::INTER_LINEAR);
  cv::divide(quarter, paper, levelled, 255);
  return levelled;
}

RedFound find_red(const cv::Mat& levelled_page, int dpi) {
  if (levelled_page.channels() != 3 ||
      std::min(levelled_page.cols, levelled_page.rows) < 4) {
    return {};
  }
  std::array<int, 256> histogram{};
  int count = 0;
  for (int y = 0; y < levelled_page.rows; ++y) {
    const auto* row = levelled_page.ptr<cv::Vec3b>(y);
    for (int x = 0; x < levelled_page.cols; ++x) {
      if (!is_red(row[x])) continue;
      ++histogram[static_cast<std::size_t>(redness_of(row[x][0], row[x][1], row[x][2]))];
      ++count;
    }
  }
  RedFound found;
  const double side_mm = 25.4 * 4 / dpi;
  found.present = count * side_mm * side_mm >= kLeastRedMm2;
  found.redness = 255;
  for (int above = 0; found.redness > kSurelyRed; --found.redness) {
    above += histogram[static_cast<std::size_t>(found.redness)];
    if (above * 5 >= count) break;
  }
  return found;
}

void separate(const cv::Mat& upright, const cv::Mat& paper_cells, const RedFound& found,
              cv::Mat& ink, cv::Mat& red) {
  const RedLimits limits = limits_of(found);
  PaperRow paper(paper_cells, upright.cols);
  const int channels = upright.channels();
  std::array<cv::Mat, 3> bytes;
  std::array<Row, 3> planes;
  for (int channel = 0; channel < channels; ++channel)
    planes[static_cast<std::size_t>(channel)].resize(
        static_cast<std::size_t>(upright.cols));
  const auto width = static_cast<std::size_t>(upright.cols);
  const Rows rows{planes[0].data(), planes[1].data(), planes[2].data(), width};
  for (int y = 0; y < upright.rows; ++y) {
    // The map is smooth: four rows share its values.
    if (y % 4 == 0) paper.move_to(y + 2);
    cv::split(upright.row(y), bytes.data());
    for (int channel = 0; channel < channels; ++channel) {
      const auto plane = static_cast<std::size_t>(channel);
      level_row(bytes[plane].ptr<std::uint8_t>(), paper.gain(channel), planes[plane]);
    }
    auto* to = ink.ptr<std::uint8_t>(y);
    if (channels == 1) {
      std::copy(rows.r, rows.r + width, to);
    } else if (!found.present) {
      mix_plain(rows, to);
    } else {
      mix_without_red(rows, limits, to, red.ptr<std::uint8_t>(y));
    }
  }
}

}  // namespace tangthu::scanner
