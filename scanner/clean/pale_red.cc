// Stamps whose ink has faded to a breath of pink. Beside a fresh seal, or below what JPEG
// and the scanner's noise do to single pixels, the red layer loses them; but a stamp is
// large: averaged over 4 × 4 pixels its ink stands out of the noise, which is measured on
// the page itself (half the 16th–84th percentile, Tukey, "Exploratory Data Analysis",
// 1977), and it hangs together over more than a stamp's least side. Each such region is
// drawn with its own gain, from pixels averaged over 2 × 2.
#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kLeastPale = 7;
constexpr int kMostPale = 30;  // find_red sees what is redder
constexpr double kDeviations = 5;
constexpr double kLeastLongSideMm = 10;
constexpr double kLeastShortSideMm = 4.5;
constexpr double kMostSideMm = 70;
constexpr double kLeastCover = 0.04;  // of its box
constexpr double kLeastInkMm2 = 5;
// A region that has this share of the page's full redness shows without help.
constexpr double kShowsItself = 0.5;
constexpr double kMarginMm = 1;
constexpr std::size_t kMostRegions = 12;

inline int signed_redness(const cv::Vec3b& pixel) {
  return pixel[0] - std::max(pixel[1], pixel[2]);
}

// As is_red in colour.cc, with room for noise: red ink takes green and blue alike.
inline bool may_be_red(const cv::Vec3b& pixel, int redness) {
  const int taken = 255 - std::min(pixel[1], pixel[2]);
  return redness * 2 + 4 >= taken;
}

// Redness that the page's own noise doesn't reach.
int least_redness(const cv::Mat& levelled) {
  std::array<int, 511> histogram{};
  int total = 0;
  for (int y = 0; y < levelled.rows; y += 2) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      if (row[x][1] < 200) continue;
      ++histogram[static_cast<std::size_t>(signed_redness(row[x]) + 255)];
      ++total;
    }
  }
  const auto percentile = [&](double share) {
    int below = 0;
    for (std::size_t i = 0; i < histogram.size(); ++i) {
      below += histogram[i];
      if (below > share * total) return static_cast<int>(i) - 255;
    }
    return 0;
  };
  const double middle = percentile(0.5);
  const double deviation = std::max(1.0, middle - percentile(0.16));
  return std::clamp(static_cast<int>(std::lround(middle + kDeviations * deviation)),
                    kLeastPale, kMostPale);
}

struct Seen {
  std::array<int, 256> histogram{};
  int count = 0;
};

int fullest(const Seen& seen) {
  int level = 255;
  for (int above = 0; level > 0; --level) {
    above += seen.histogram[static_cast<std::size_t>(level)];
    if (above * 5 >= seen.count) break;
  }
  return level;
}

bool has_stamp_size(const cv::Rect& box, int ink, double side_mm) {
  const double longer = std::max(box.width, box.height) * side_mm;
  const double shorter = std::min(box.width, box.height) * side_mm;
  return longer >= kLeastLongSideMm && longer <= kMostSideMm &&
         shorter >= kLeastShortSideMm && ink * side_mm * side_mm >= kLeastInkMm2 &&
         ink >= kLeastCover * box.area();
}

cv::Rect scaled(const cv::Rect& box, int by, int margin, cv::Size size) {
  const cv::Rect large(box.x * by - margin, box.y * by - margin,
                       box.width * by + 2 * margin, box.height * by + 2 * margin);
  return large & cv::Rect({0, 0}, size);
}

}  // namespace

std::vector<PaleRed> find_pale_red(const cv::Mat& levelled, const RedFound& strong,
                                   int dpi, cv::Size size) {
  std::vector<PaleRed> found;
  if (levelled.channels() != 3 || std::min(levelled.cols, levelled.rows) < 4)
    return found;
  const int least = least_redness(levelled);
  cv::Mat mask = cv::Mat::zeros(levelled.size(), CV_8U);
  for (int y = 0; y < levelled.rows; ++y) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    auto* to = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      const int redness = signed_redness(row[x]);
      if (redness >= least && may_be_red(row[x], redness))
        to[x] = static_cast<std::uint8_t>(redness);
    }
  }
  cv::Mat joined;
  cv::dilate(mask, joined, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  const Marks marks = find_marks(joined);
  std::vector<Seen> seen(marks.boxes.size());
  for (const InkRun& run : marks.runs) {
    const auto* row = mask.ptr<std::uint8_t>(run.y);
    Seen& one = seen[static_cast<std::size_t>(run.mark)];
    for (int x = run.begin; x < run.end; ++x) {
      if (row[x] == 0) continue;
      ++one.histogram[row[x]];
      ++one.count;
    }
  }
  const double side_mm = 25.4 * 4 / dpi;
  const int margin = static_cast<int>(kMarginMm / 25.4 * dpi);
  for (std::size_t i = 0; i < seen.size() && found.size() < kMostRegions; ++i) {
    if (!has_stamp_size(marks.boxes[i], seen[i].count, side_mm)) continue;
    const int redness = fullest(seen[i]);
    if (strong.present && redness >= kShowsItself * strong.redness) continue;
    found.push_back({scaled(marks.boxes[i], 4, margin, size), least, redness});
  }
  return found;
}

void draw_pale_red(const cv::Mat& upright, const cv::Mat& paper_cells,
                   const PaleRed& pale, cv::Mat& red) {
  cv::Rect box = pale.box;
  box.width &= ~1;
  box.height &= ~1;
  if (box.width < 4 || box.height < 4) return;
  cv::Mat half, paper, levelled;
  cv::resize(upright(box), half, box.size() / 2, 0, 0, cv::INTER_AREA);
  // The paper under a region: its cells, and a rim to smooth over.
  const cv::Rect cells = cv::Rect(box.x / kCell, box.y / kCell, box.width / kCell + 1,
                                  box.height / kCell + 1) &
                         cv::Rect({0, 0}, paper_cells.size());
  cv::resize(paper_cells(cells), paper, half.size(), 0, 0, cv::INTER_LINEAR);
  cv::divide(half, paper, levelled, 255);
  cv::GaussianBlur(levelled, levelled, {3, 3}, 0, 0, cv::BORDER_REPLICATE);
  cv::Mat drawn(levelled.size(), CV_8U);
  const int floor = pale.least / 2;
  const int span = std::max(3, pale.redness - floor);
  for (int y = 0; y < levelled.rows; ++y) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    auto* to = drawn.ptr<std::uint8_t>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      const int redness = signed_redness(row[x]);
      const int over = may_be_red(row[x], redness) ? std::max(0, redness - floor) : 0;
      to[x] = static_cast<std::uint8_t>(255 - std::min(230, over * 230 / span));
    }
  }
  cv::Mat full;
  cv::resize(drawn, full, box.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat region = red(box);
  cv::min(region, full, region);
}

}  // namespace tangthu::scanner
