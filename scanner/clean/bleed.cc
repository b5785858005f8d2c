// What shines through from the other side. With one side only, all there is to tell by is
// that it is paler than the writing (Sharma, "Show-through cancellation in scans of
// duplex printed documents", TIP 2001, calls it low contrast and low pass): where the
// marks of a page fall into two kinds by their darkest ink, with a gap between, the pale
// kind is the other side's. Marks are kept whole or go whole, as in Canny's hysteresis
// (PAMI 1986), so that a letter's pale end stays with its letter. Where there is no gap,
// faded writing may be the pale kind: then nothing is done.
#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr std::uint8_t kAnyInk = 236;  // of half-size pixels, the darkest of four
constexpr int kBin = 8;
constexpr int kBins = 256 / kBin;
constexpr int kPalest = 96;            // a pale kind that is darker may be writing
constexpr double kLeastShare = 0.04;   // of all marks' ink, for a kind to be one
constexpr int kLeastMarks = 60;        // a page's worth of letters, not a signature
constexpr double kLeastWriting = 0.5;  // of the pale kind's ink: a few flies are no kind
constexpr int kLeastGap = 5;           // bins, hardly with a mark
constexpr double kMostInGap = 0.03;    // of the pale kind's ink
constexpr double kLeastMarkMm = 0.7;   // smaller ones tell nothing
constexpr double kDiacriticMm = 1.8;
constexpr double kNearMm = 1.2;
constexpr double kStrokeMm = 12;  // a longer one is a pen's, a rule's or a frame's

// The grey that a tenth of a mark's pixels is darker than: one fly speck makes no letter.
std::vector<int> darkness_of(const Marks& marks, const cv::Mat& half) {
  std::vector<std::array<int, kBins>> bins(marks.boxes.size());
  for (const InkRun& run : marks.runs) {
    const auto* row = half.ptr<std::uint8_t>(run.y);
    auto& bin = bins[static_cast<std::size_t>(run.mark)];
    for (int x = run.begin; x < run.end; ++x)
      ++bin[row[x] / kBin];
  }
  std::vector<int> darkness(bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    int seen = 0;
    int bin = 0;
    while (bin + 1 < kBins &&
           (seen += bins[i][static_cast<std::size_t>(bin)]) * 10 < marks.areas[i])
      ++bin;
    darkness[i] = bin;
  }
  return darkness;
}

struct Valley {
  int bin = 0;  // marks of this darkness or paler are the other side's; 0: none are
  double sureness = 0;
};

// The widest gap behind which enough pale ink lies and before which most of the dark.
Valley find_valley(const std::array<double, kBins>& ink) {
  double total = 0;
  for (const double amount : ink)
    total += amount;
  Valley best;
  int widest = kLeastGap - 1;
  for (int from = 1; from < kBins; ++from) {
    double pale = 0;
    for (int bin = kBins - 1; bin >= from; --bin) {
      const int gap = bin - from;
      // Here the pale kind would be what lies from `bin` on.
      pale += ink[static_cast<std::size_t>(bin)];
      if (gap <= widest || bin * kBin < kPalest) continue;
      double within = 0;
      for (int i = from; i < bin; ++i)
        within += ink[static_cast<std::size_t>(i)];
      if (pale < kLeastShare * total || within > kMostInGap * pale) continue;
      widest = gap;
      best = {bin, std::min(1.0, 0.5 + 0.05 * gap)};
    }
  }
  return best;
}

// Both are a page's worth of letters. Without this, pencil, a stamp or a date on a page
// with a few black specks would be the pale kind, and the grain of its paper with them.
bool are_two_kinds(const std::array<double, kBins>& ink,
                   const std::array<int, kBins>& counts, int pale_from) {
  double dark_ink = 0, pale_ink = 0;
  int dark = 0, pale = 0;
  for (int i = 0; i < kBins; ++i) {
    const auto bin = static_cast<std::size_t>(i);
    (i < pale_from ? dark : pale) += counts[bin];
    (i < pale_from ? dark_ink : pale_ink) += ink[bin];
  }
  return pale >= kLeastMarks && dark >= kLeastMarks &&
         dark_ink >= kLeastWriting * pale_ink;
}

// A pale diacritic belongs to the letter it stands by.
class NearWriting {
 public:
  NearWriting(const Marks& marks, const std::vector<int>& darkness, int bin,
              cv::Size size, double cell_mm)
      : near_(cv::Mat::zeros(size.height / kGrid + 1, size.width / kGrid + 1, CV_8U)) {
    for (std::size_t i = 0; i < marks.boxes.size(); ++i) {
      if (darkness[i] >= bin) continue;
      const cv::Point end = marks.boxes[i].br() - cv::Point(1, 1);
      near_(cv::Rect(marks.boxes[i].tl() / kGrid, end / kGrid + cv::Point(1, 1)))
          .setTo(255);
    }
    const int side = 2 * static_cast<int>(kNearMm / cell_mm / kGrid) + 1;
    cv::dilate(near_, near_, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
  }
  bool covers(const cv::Rect& box) const {
    return near_.at<std::uint8_t>((box.y + box.height / 2) / kGrid,
                                  (box.x + box.width / 2) / kGrid) != 0;
  }

 private:
  static constexpr int kGrid = 4;
  cv::Mat near_;
};

bool has_dark(const cv::Mat& layer, const InkRun& run) {
  if (layer.empty()) return false;
  const auto* row = layer.ptr<std::uint8_t>(std::min(2 * run.y, layer.rows - 1));
  const int end = std::min(2 * run.end, layer.cols);
  return std::any_of(row + 2 * run.begin, row + end, [](int v) { return v < 200; });
}

double longer_side(const cv::Rect& box) {
  return std::max(box.width, box.height);
}

// A stamp: what stands inside a frame that stays, stays.
class Frames {
 public:
  Frames(const Marks& marks, double cell_mm) {
    for (const cv::Rect& box : marks.boxes) {
      const double width = box.width * cell_mm;
      const double height = box.height * cell_mm;
      const bool fits = std::max(width, height) >= kStrokeMm &&
                        std::max(width, height) <= kMostFrameMm &&
                        std::min(width, height) >= kLeastFrameMm;
      if (fits) frames_.push_back(box);
    }
  }
  bool hold(const cv::Rect& box) const {
    return std::any_of(frames_.begin(), frames_.end(), [&](const cv::Rect& frame) {
      return (frame & box) == box && frame != box;
    });
  }

 private:
  static constexpr double kLeastFrameMm = 4;
  static constexpr double kMostFrameMm = 80;
  std::vector<cv::Rect> frames_;
};

// Which marks go: of the pale kind, no stroke of a pen, no part of a letter.
std::vector<bool> shining_through(const Marks& marks, const std::vector<int>& darkness,
                                  int bin, const cv::Mat& blue, cv::Size size,
                                  double cell_mm) {
  const NearWriting writing(marks, darkness, bin, size, cell_mm);
  const Frames frames(marks, cell_mm);
  std::vector<bool> goes(marks.boxes.size(), false);
  for (std::size_t i = 0; i < goes.size(); ++i) {
    const double side_mm = longer_side(marks.boxes[i]) * cell_mm;
    goes[i] = darkness[i] >= bin && side_mm < kStrokeMm &&
              (side_mm >= kDiacriticMm || !writing.covers(marks.boxes[i])) &&
              !frames.hold(marks.boxes[i]);
  }
  for (const InkRun& run : marks.runs) {
    const auto mark = static_cast<std::size_t>(run.mark);
    if (goes[mark] && has_dark(blue, run)) goes[mark] = false;
  }
  return goes;
}

}  // namespace

Bleed remove_bleed(cv::Mat& ink, cv::Mat& half, const cv::Mat& blue, int dpi) {
  Bleed bleed;
  if (std::min(ink.cols, ink.rows) < 8) return bleed;
  const Marks marks = find_marks(ink_mask(half, kAnyInk));
  const std::vector<int> darkness = darkness_of(marks, half);
  const double cell_mm = 2 * 25.4 / dpi;
  std::array<double, kBins> amounts{};
  std::array<int, kBins> counts{};
  for (std::size_t i = 0; i < darkness.size(); ++i) {
    const double side_mm = longer_side(marks.boxes[i]) * cell_mm;
    if (side_mm < kLeastMarkMm || side_mm >= kStrokeMm) continue;
    const auto bin = static_cast<std::size_t>(darkness[i]);
    amounts[bin] += marks.areas[i] * cell_mm * cell_mm;
    ++counts[bin];
  }
  const Valley valley = find_valley(amounts);
  if (valley.bin == 0) return bleed;
  if (!are_two_kinds(amounts, counts, valley.bin)) return bleed;
  const std::vector<bool> goes =
      shining_through(marks, darkness, valley.bin, blue, half.size(), cell_mm);
  for (const InkRun& run : marks.runs) {
    if (!goes[static_cast<std::size_t>(run.mark)]) continue;
    const cv::Rect cells(run.begin, run.y, run.end - run.begin, 1);
    half(cells).setTo(255);
    const cv::Rect blot(2 * cells.x - 1, 2 * cells.y - 1, 2 * cells.width + 2, 4);
    ink(blot & cv::Rect({0, 0}, ink.size())).setTo(255);
  }
  bleed.marks = static_cast<int>(std::count(goes.begin(), goes.end(), true));
  bleed.sureness = valley.sureness;
  return bleed;
}

}  // namespace tangthu::scanner
