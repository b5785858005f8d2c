// Regions of coloured ink: pale red stamps and blue pens. A stamp faded to a breath of
// pink is lost beside a fresh seal, or below what JPEG and the scanner's noise do to
// single pixels. But it is large: averaged over 4 × 4 pixels its ink stands out of the
// noise, which is measured on the page itself (Tukey, "Exploratory Data Analysis", 1977:
// half the spread from the 16th percentile to the 84th), and it hangs together. Each
// region is drawn with its own gain, from pixels averaged over 2 × 2.
#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr double kDeviations = 5;
// A region that has this share of the page's full redness shows without help.
constexpr double kShowsItself = 0.9;
constexpr double kMarginMm = 1;
constexpr int kSlack = 12;  // for noise in the palest
constexpr std::size_t kMostRegions = 64;

struct Limits {
  int least;  // colour, whatever the noise; and the most that noise may ask for
  int most;
  int share;  // of what the ink takes away, in tenths, that must be colour
  double least_long_mm, least_short_mm, most_mm, ink_mm2, cover;
  int fullest;  // a region's fullest ink has this much colour at least
};
// Stamps, and pen strokes: a number in a form is a few millimetres of thin line. Black
// print with its colours out of register has blue edges, of less colour than darkness.
constexpr Limits kStamps = {4, 30, 4, 10, 4.5, 70, 5, 0.04, 6};
constexpr Limits kPens = {16, 40, 3, 2, 0.5, 200, 0.8, 0.025, 32};

inline const Limits& limits_of(Hue hue) {
  return hue == Hue::kRed ? kStamps : kPens;
}

// The colour's own channel less the brighter of the others, below 0 where it is another.
template <Hue hue>
inline int colour_of(const cv::Vec3b& pixel) {
  return hue == Hue::kRed ? pixel[0] - std::max(pixel[1], pixel[2])
                          : pixel[2] - std::max(pixel[0], pixel[1]);
}

// Red and blue ink take both other colours; a brown stain takes blue first, black ink
// all.
template <Hue hue>
inline bool may_be_ink(const cv::Vec3b& pixel, int colour) {
  const int other = hue == Hue::kRed ? pixel[2] : pixel[0];
  if (hue == Hue::kRed && (255 - pixel[1]) * 4 + kSlack < (255 - pixel[2]) * 3)
    return false;
  const int taken = 255 - std::min<int>(pixel[1], other);
  return colour * 10 + kSlack >= taken * limits_of(hue).share;
}

// Colour that the page's own noise doesn't reach.
template <Hue hue>
int least_colour(const cv::Mat& levelled) {
  std::array<int, 511> histogram{};
  int total = 0;
  for (int y = 0; y < levelled.rows; y += 2) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      if (row[x][1] < 200) continue;
      ++histogram[static_cast<std::size_t>(colour_of<hue>(row[x]) + 255)];
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
  const double deviation =
      std::max(hue == Hue::kRed ? 0.6 : 1.0, middle - percentile(0.16));
  return std::clamp(static_cast<int>(std::lround(middle + kDeviations * deviation)),
                    limits_of(hue).least, limits_of(hue).most);
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

bool has_size(const cv::Rect& box, int ink, double side_mm, const Limits& limits) {
  const double longer = std::max(box.width, box.height) * side_mm;
  const double shorter = std::min(box.width, box.height) * side_mm;
  return longer >= limits.least_long_mm && longer <= limits.most_mm &&
         shorter >= limits.least_short_mm && ink * side_mm * side_mm >= limits.ink_mm2 &&
         ink >= limits.cover * box.area();
}

cv::Rect scaled(const cv::Rect& box, int by, int margin, cv::Size size) {
  const cv::Rect large(box.x * by - margin, box.y * by - margin,
                       box.width * by + 2 * margin, box.height * by + 2 * margin);
  return large & cv::Rect({0, 0}, size);
}

template <Hue hue>
cv::Mat colour_mask(const cv::Mat& levelled, int least) {
  cv::Mat mask = cv::Mat::zeros(levelled.size(), CV_8U);
  for (int y = 0; y < levelled.rows; ++y) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    auto* to = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      const int colour = colour_of<hue>(row[x]);
      if (colour >= least && may_be_ink<hue>(row[x], colour))
        to[x] = static_cast<std::uint8_t>(colour);
    }
  }
  return mask;
}

std::vector<Seen> look_into(const Marks& marks, const cv::Mat& mask) {
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
  return seen;
}

template <Hue hue>
std::vector<InkRegion> find_regions(const cv::Mat& levelled, int dpi, cv::Size size) {
  std::vector<InkRegion> found;
  const int least = least_colour<hue>(levelled);
  const cv::Mat mask = colour_mask<hue>(levelled, least);
  cv::Mat joined;
  cv::dilate(mask, joined,
             cv::getStructuringElement(
                 cv::MORPH_RECT, hue == Hue::kRed ? cv::Size(7, 7) : cv::Size(5, 5)));
  const Marks marks = find_marks(joined);
  const std::vector<Seen> seen = look_into(marks, mask);
  const double side_mm = 25.4 * 4 / dpi;
  const int margin = static_cast<int>(kMarginMm / 25.4 * dpi);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const int colour = fullest(seen[i]);
    if (colour < limits_of(hue).fullest ||
        !has_size(marks.boxes[i], seen[i].count, side_mm, limits_of(hue))) {
      continue;
    }
    found.push_back(
        {hue, scaled(marks.boxes[i], 4, margin, size), seen[i].count, least, colour});
  }
  std::sort(found.begin(), found.end(),
            [](const InkRegion& a, const InkRegion& b) { return a.ink > b.ink; });
  if (found.size() > kMostRegions) found.resize(kMostRegions);
  return found;
}

// How full the ink is around each place, for stamps are struck unevenly: per tile of the
// picture, where there is enough ink to tell, and of the region where there isn't.
template <Hue hue>
cv::Mat fullness_around(const cv::Mat& levelled, const InkRegion& region) {
  constexpr int kTile = 24;
  constexpr int kEnough = 12;
  cv::Mat tiles((levelled.rows + kTile - 1) / kTile, (levelled.cols + kTile - 1) / kTile,
                CV_32F, cv::Scalar(0));
  for (int ty = 0; ty < tiles.rows; ++ty) {
    for (int tx = 0; tx < tiles.cols; ++tx) {
      Seen seen;
      for (int y = ty * kTile; y < std::min(levelled.rows, (ty + 1) * kTile); ++y) {
        const auto* row = levelled.ptr<cv::Vec3b>(y);
        for (int x = tx * kTile; x < std::min(levelled.cols, (tx + 1) * kTile); ++x) {
          const int colour = colour_of<hue>(row[x]);
          if (colour < region.least || !may_be_ink<hue>(row[x], colour)) continue;
          ++seen.histogram[static_cast<std::size_t>(colour)];
          ++seen.count;
        }
      }
      const int full = seen.count < kEnough ? region.colour : fullest(seen);
      tiles.at<float>(ty, tx) = static_cast<float>(full);
    }
  }
  cv::Mat out;
  cv::blur(tiles, tiles, {3, 3}, {-1, -1}, cv::BORDER_REPLICATE);
  cv::resize(tiles, out, levelled.size(), 0, 0, cv::INTER_LINEAR);
  return out;
}

template <Hue hue>
cv::Mat drawn_colour(const cv::Mat& levelled, const InkRegion& region) {
  cv::Mat drawn(levelled.size(), CV_8U);
  const int floor = region.least / 2;
  const cv::Mat full = fullness_around<hue>(levelled, region);
  const float least_span =
      std::max(3.0F, 0.35F * static_cast<float>(region.colour - floor));
  for (int y = 0; y < levelled.rows; ++y) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    const auto* around = full.ptr<float>(y);
    auto* to = drawn.ptr<std::uint8_t>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      const int colour = colour_of<hue>(row[x]);
      const auto span =
          static_cast<int>(std::max(least_span, around[x] - static_cast<float>(floor)));
      const int over = may_be_ink<hue>(row[x], colour) ? std::max(0, colour - floor) : 0;
      to[x] = static_cast<std::uint8_t>(255 - std::min(230, over * 230 / span));
    }
  }
  return drawn;
}

bool is_colour_picture(const cv::Mat& levelled) {
  return levelled.channels() == 3 && std::min(levelled.cols, levelled.rows) >= 4;
}

}  // namespace

std::vector<InkRegion> find_pale_red(const cv::Mat& levelled, const RedFound& strong,
                                     int dpi, cv::Size size) {
  if (!is_colour_picture(levelled)) return {};
  std::vector<InkRegion> found = find_regions<Hue::kRed>(levelled, dpi, size);
  std::erase_if(found, [&](const InkRegion& region) {
    return strong.present && region.colour >= kShowsItself * strong.redness;
  });
  return found;
}

std::vector<InkRegion> find_blue(const cv::Mat& levelled, int dpi, cv::Size size) {
  if (!is_colour_picture(levelled)) return {};
  return find_regions<Hue::kBlue>(levelled, dpi, size);
}

void draw_region(const cv::Mat& upright, const cv::Mat& paper_cells,
                 const InkRegion& region, cv::Mat& layer) {
  cv::Rect box = region.box;
  box.width &= ~1;
  box.height &= ~1;
  if (box.width < 4 || box.height < 4) return;
  cv::Mat half, paper, levelled;
  cv::resize(upright(box), half, box.size() / 2, 0, 0, cv::INTER_AREA);
  const cv::Rect cells = cv::Rect(box.x / kCell, box.y / kCell, box.width / kCell + 1,
                                  box.height / kCell + 1) &
                         cv::Rect({0, 0}, paper_cells.size());
  cv::resize(paper_cells(cells), paper, half.size(), 0, 0, cv::INTER_LINEAR);
  cv::divide(half, paper, levelled, 255);
  cv::GaussianBlur(levelled, levelled, {3, 3}, 0, 0, cv::BORDER_REPLICATE);
  const cv::Mat drawn = region.hue == Hue::kRed
                            ? drawn_colour<Hue::kRed>(levelled, region)
                            : drawn_colour<Hue::kBlue>(levelled, region);
  cv::Mat full;
  cv::resize(drawn, full, box.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat part = layer(box);
  cv::min(part, full, part);
}

}  // namespace tangthu::scanner
