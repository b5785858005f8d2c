// The gutter between two facing pages: a band without ink across the lines, near the
// middle of the longer side, with text on both sides of it, and mostly a shadow where the
// paper goes into the binding. White gaps as separators: Shafait, van Beusekom, Keysers
// and Breuel, "Document cleanup using page frame detection", IJDAR 2008; the shadow and
// the measures by x-heights are ours. A landscape page in two columns looks alike: its
// gap is narrow against its margins, and nothing is shaded.
#include "scanner/clean/spread.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr double kSureOfSpread = 0.8;
constexpr double kLeastAspect = 1.15;
constexpr double kMostAspect = 2.2;
constexpr int kLeastLetters = 60;  // of a page, to be one
constexpr int kManyLetters = 150;
// Of the width: where a gutter may lie.
constexpr double kFrom = 0.38;
constexpr double kTo = 0.62;
// Shares of the rows of a column.
constexpr double kStray = 0.008;   // ink of a column that is blank
constexpr double kThrough = 0.55;  // ink of a column that is the gutter itself

struct Band {
  int begin = 0;
  int end = 0;
  int width() const { return end - begin; }
};

// The widest run of blank columns that meets the middle.
Band blank_band(const cv::Mat& ink) {
  cv::Mat counts;
  cv::reduce(ink, counts, 0, cv::REDUCE_SUM, CV_32S);
  const auto blank = [&](int x) {
    const double share = counts.at<int>(0, x) / 255.0 / ink.rows;
    return share <= kStray || share >= kThrough;
  };
  const int from = static_cast<int>(ink.cols * kFrom);
  const int to = static_cast<int>(ink.cols * kTo);
  Band best;
  for (int x = from; x < to; ++x) {
    if (!blank(x)) continue;
    Band band{x, x};
    while (band.begin > 0 && blank(band.begin - 1))
      --band.begin;
    while (band.end < ink.cols && blank(band.end))
      ++band.end;
    if (band.width() > best.width()) best = band;
    x = band.end;
  }
  return best;
}

cv::Mat lying_wide(const cv::Mat& image) {
  if (image.cols >= image.rows) return image;
  cv::Mat out;
  cv::rotate(image, out, cv::ROTATE_90_CLOCKWISE);
  return out;
}

// A first look at a few of the pixels: are there lines along the longer side, and a band
// across them?
bool may_be_spread(const cv::Mat& captured) {
  const int side = std::max(captured.cols, captured.rows);
  const int other = std::min(captured.cols, captured.rows);
  if (side < kLeastAspect * other || side > kMostAspect * other || other < 256) {
    return false;
  }
  const int every = std::max(1, side / 900);
  const cv::Mat some(captured.rows / every, captured.cols, captured.type(), captured.data,
                     captured.step * static_cast<std::size_t>(every));
  // Grey before it is made smaller: a third of the work.
  cv::Mat grey = some;
  if (grey.channels() == 3) cv::cvtColor(some, grey, cv::COLOR_RGB2GRAY);
  const double scale = 600.0 / side;
  cv::Mat small;
  cv::resize(
      grey, small,
      {static_cast<int>(captured.cols * scale), static_cast<int>(captured.rows * scale)},
      0, 0, cv::INTER_AREA);
  small = lying_wide(small);
  cv::Mat ink = paper_behind(small, 9) - small;
  cv::threshold(ink, ink, 24, 255, cv::THRESH_BINARY);
  cv::Mat upended;
  cv::rotate(ink, upended, cv::ROTATE_90_CLOCKWISE);
  const LineAngle along = find_line_angle(ink);
  if (along.strength < find_line_angle(upended).strength) return false;
  const cv::Point2f centre(static_cast<float>(ink.cols) * 0.5F,
                           static_cast<float>(ink.rows) * 0.5F);
  cv::warpAffine(ink, ink, cv::getRotationMatrix2D(centre, along.degrees, 1), ink.size(),
                 cv::INTER_NEAREST);
  // Without the ends, where the bed may show.
  const cv::Mat inner = ink.rowRange(ink.rows / 8, ink.rows - ink.rows / 8);
  return blank_band(inner).width() * 100 >= ink.cols;
}

// Positions of the turned and straightened survey → the survey, as OpenCV has it.
struct Frame {
  cv::Matx23d to_survey;
  cv::Size size;
};

Frame text_frame(const Survey& survey, const Pose& pose) {
  const bool swapped = pose.turn_degrees % 180 == 90;
  Frame frame;
  frame.size =
      swapped ? cv::Size(survey.grey.rows, survey.grey.cols) : survey.grey.size();
  const double radian = (pose.skew_degrees - pose.turn_degrees) * std::numbers::pi / 180;
  const double cosine = std::cos(radian);
  const double sine = std::sin(radian);
  const double cx = (frame.size.width - 1) * 0.5;
  const double cy = (frame.size.height - 1) * 0.5;
  const double sx = (survey.grey.cols - 1) * 0.5;
  const double sy = (survey.grey.rows - 1) * 0.5;
  frame.to_survey = {cosine, -sine,  sx - cosine * cx + sine * cy,
                     sine,   cosine, sy - sine * cx - cosine * cy};
  return frame;
}

cv::Mat in_frame(const cv::Mat& image, const Frame& frame, double outside) {
  cv::Mat out;
  cv::warpAffine(image, out, cv::Mat(frame.to_survey), frame.size,
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, outside);
  return out;
}

// What a side of the band has on it.
struct Side {
  int letters = 0;
  double outer = -1;  // of its text from the edge of the capture
  double widest = 0;  // line
};

Side look_at(const TextLines& text, int from, int to, bool is_left) {
  Side side;
  for (const TextLine& line : text.lines) {
    const int begin = line.letters.front().x;
    const int end = line.letters.back().br().x;
    if (begin < from || end > to) continue;
    side.letters += static_cast<int>(line.letters.size());
    side.widest = std::max(side.widest, 1.0 * end - begin);
    const double outer = is_left ? begin - from : to - end;
    side.outer = side.outer < 0 ? outer : std::min(side.outer, outer);
  }
  return side;
}

struct Valley {
  int x = 0;
  double depth = 0;  // of the shade, as a share of the paper's brightness; 0: none
};

// The shade of the binding: in most rows the band is darkest at about one place.
Valley find_valley(const cv::Mat& brightness, const Band& band) {
  constexpr int kBlocks = 24;
  std::array<std::vector<float>, kBlocks> rows;
  std::vector<float> all(static_cast<std::size_t>(band.width()), 0);
  cv::Mat smooth;
  cv::GaussianBlur(brightness, smooth, {9, 9}, 0);
  for (int block = 0; block < kBlocks; ++block) {
    const int top = smooth.rows * block / kBlocks;
    const int end = std::max(top + 1, smooth.rows * (block + 1) / kBlocks);
    cv::Mat mean;
    cv::reduce(smooth(cv::Range(top, end), cv::Range(band.begin, band.end)), mean, 0,
               cv::REDUCE_AVG, CV_32F);
    auto& row = rows[static_cast<std::size_t>(block)];
    row.assign(mean.ptr<float>(), mean.ptr<float>() + mean.cols);
    for (std::size_t x = 0; x < all.size(); ++x)
      all[x] += row[x] / kBlocks;
  }
  const auto depth_at = [](const std::vector<float>& row, std::size_t x) {
    const auto at = row.begin() + static_cast<std::ptrdiff_t>(x);
    const float left = *std::max_element(row.begin(), at + 1);
    const float right = *std::max_element(at, row.end());
    return 1 - static_cast<double>(*at) / std::max(1.0F, std::min(left, right));
  };
  Valley valley;
  for (std::size_t x = 0; x < all.size(); ++x) {
    const double depth = depth_at(all, x);
    if (depth > valley.depth) valley = {static_cast<int>(x), depth};
  }
  int agreeing = 0;
  for (const auto& row : rows)
    agreeing += depth_at(row, static_cast<std::size_t>(valley.x)) > 0.4 * valley.depth;
  if (agreeing * 10 < kBlocks * 8 || valley.depth < 0.02) valley.depth = 0;
  valley.x += band.begin;
  return valley;
}

double between(double low, double value, double high) {
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

struct Cut {
  double x = 0;  // in the text's frame
  double confidence = 0;
};

// Gap and margins in x-heights of the text (some 2 mm).
Cut judge(const Band& band, const Side& left, const Side& right, const Valley& valley,
          double x_height, int width) {
  Cut cut;
  const double gap = band.width() / x_height;
  const double middle = width * 0.5;
  const double spare = band.width() * 0.15;
  cut.x = std::clamp(middle, band.begin + spare, band.end - spare);
  const double shade = between(0.02, valley.depth, 0.06);
  if (shade > 0) cut.x = valley.x;
  const int fewer = std::min(left.letters, right.letters);
  const int more = std::max(left.letters, right.letters);
  if (more < kLeastLetters) return cut;
  if (fewer < kLeastLetters) {  // one page of the two may be empty
    const bool central = std::abs(cut.x - middle) < 0.04 * width;
    cut.confidence = central ? 0.9 * between(0.04, valley.depth, 0.1) : 0;
    return cut;
  }
  const double text = between(0, fewer, kManyLetters);
  // Pages of text have lines that fill them; the cells of a table don't.
  const double filled = std::min(left.widest, right.widest) / (width * 0.5);
  const double margins = (left.outer + right.outer) / x_height;
  const double share = gap / std::max(1.0, margins);
  const double plain = between(7, gap, 13) * between(0.35, share, 0.7);
  // A landscape page in two columns may be folded between them.
  const double shaded = shade * between(2, gap, 4) * between(0.2, share, 0.35);
  cut.confidence =
      (0.5 + 0.5 * text) * between(0.2, filled, 0.45) * std::max(plain, shaded);
  return cut;
}

// The half of the capture where a·x + b·y < c, and the rectangle around it.
struct Half {
  double a;
  double b;
  double c;

  bool holds(double x, double y) const { return a * x + b * y < c; }
};

cv::Rect around(const Half& half, cv::Size size) {
  double left = size.width, right = 0, top = size.height, end = 0;
  const auto take = [&](double x, double y) {
    left = std::min(left, x), right = std::max(right, x);
    top = std::min(top, y), end = std::max(end, y);
  };
  const double w = size.width, h = size.height;
  for (const auto& [x, y] : {std::pair{0.0, 0.0}, {w, 0.0}, {0.0, h}, {w, h}}) {
    if (half.holds(x, y)) take(x, y);
  }
  for (const double y : {0.0, h}) {
    const double x = (half.c - half.b * y) / half.a;
    if (half.a != 0 && x > 0 && x < w) take(x, y);
  }
  for (const double x : {0.0, w}) {
    const double y = (half.c - half.a * x) / half.b;
    if (half.b != 0 && y > 0 && y < h) take(x, y);
  }
  const cv::Point from(static_cast<int>(left), static_cast<int>(top));
  const cv::Point to(static_cast<int>(std::ceil(right)),
                     static_cast<int>(std::ceil(end)));
  return cv::Rect(from, to) & cv::Rect({0, 0}, size);
}

Result<SpreadPage> take_half(const Page& captured, const Half& half,
                             const cv::Scalar& paper) {
  const cv::Mat from = view(captured);
  const cv::Rect box = around(half, from.size());
  SpreadPage out{
      TRY(Page::create(box.width, box.height, captured.format(), captured.dpi())),
      {1, 0, static_cast<double>(box.x), 0, 1, static_cast<double>(box.y)}};
  cv::Mat to = view(out.page);
  from(box).copyTo(to);
  for (int y = 0; y < box.height; ++y) {
    // a·x < rest, as columns of this row.
    const double rest = half.c - half.b * (y + box.y + 0.5) - half.a * (box.x + 0.5);
    int begin = 0, end = box.width;
    if (half.a > 0) {
      end = static_cast<int>(std::clamp(std::ceil(rest / half.a), 0.0, 1.0 * box.width));
    } else if (half.a < 0) {
      begin = static_cast<int>(
          std::clamp(std::floor(rest / half.a) + 1, 0.0, 1.0 * box.width));
    } else if (rest <= 0) {
      end = 0;
    }
    if (begin > 0) to(cv::Rect(0, y, begin, 1)).setTo(paper);
    if (end < box.width) to(cv::Rect(end, y, box.width - end, 1)).setTo(paper);
  }
  return out;
}

cv::Mat grey_of(const cv::Mat& captured, cv::Size size) {
  cv::Mat small;
  cv::resize(captured, small, size, 0, 0, cv::INTER_AREA);
  if (small.channels() == 3) cv::cvtColor(small, small, cv::COLOR_RGB2GRAY);
  return small;
}

// Where to cut; `left` is what is read first.
struct Found {
  double confidence = 0;
  int turn_degrees = 0;
  Half left{1, 0, 0};
};

Found find_gutter(const cv::Mat& captured, const Survey& survey) {
  Found found;
  const Pose pose = find_pose(survey, -1);
  if (pose.turn_confidence < kSureOfTurn || pose.x_height <= 0) return found;
  const Frame frame = text_frame(survey, pose);
  const double aspect = 1.0 * frame.size.width / frame.size.height;
  if (aspect < kLeastAspect || aspect > kMostAspect) return found;

  const cv::Mat level = in_frame(survey.grey, frame, 255);
  cv::Mat ink = ink_mask(level, survey.threshold);
  const Marks marks = find_marks(ink);
  const double x_height = pose.x_height / survey.reduction;
  for (const InkRun& run : marks.runs) {  // dust is no content
    const cv::Rect& box = marks.boxes[static_cast<std::size_t>(run.mark)];
    if (std::max(box.width, box.height) < 0.4 * x_height) {
      ink.row(run.y).colRange(run.begin, run.end).setTo(0);
    }
  }
  const Band band = blank_band(ink);
  if (band.width() < 2 * x_height) return found;
  const TextLines text = find_lines(marks, level.size());
  const Side left = look_at(text, 0, band.begin + 1, true);
  const Side right = look_at(text, band.end - 1, level.cols, false);
  const cv::Mat brightness = in_frame(grey_of(captured, survey.grey.size()), frame, 0);
  const Valley valley = find_valley(brightness, band);
  const Cut cut = judge(band, left, right, valley, x_height, level.cols);
  found.confidence = cut.confidence;
  found.turn_degrees = pose.turn_degrees;
  // x < cut in the frame, as a half-plane of the capture: the frame is a rotation.
  const cv::Matx23d& map = frame.to_survey;
  const double c = cut.x + map(0, 0) * map(0, 2) + map(1, 0) * map(1, 2);
  found.left = {map(0, 0), map(1, 0), (c + 0.5) * survey.reduction};
  return found;
}

}  // namespace

Result<Spread> split_spread(const Page& captured) {
  prepare_opencv();
  Spread spread;
  StageLog log({});
  const cv::Mat pixels = view(captured);
  Found found;
  double confidence = 1;  // of there being nothing to split
  if (may_be_spread(pixels)) {
    const Survey survey = survey_page(pixels, captured.dpi());
    found = find_gutter(pixels, survey);
    confidence = 1 - found.confidence;
    if (found.confidence >= kSureOfSpread) {
      const Half& left = found.left;
      const Half right{-left.a, -left.b, -left.c};
      spread.pages.push_back(TRY(take_half(captured, left, survey.paper)));
      spread.pages.push_back(TRY(take_half(captured, right, survey.paper)));
      spread.turn_degrees = found.turn_degrees;
      confidence = found.confidence;
    }
  }
  log.note(Stage::kSpread, spread.pages.empty() ? stage_action::kNone : "split in two",
           confidence);
  spread.report = log.take().front();
  return spread;
}

}  // namespace tangthu::scanner
