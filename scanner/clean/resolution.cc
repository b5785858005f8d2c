// How large, and the one interpolation. Text is brought to the size the recogniser was
// trained on (an x-height of 20–32 px); the tag is believed where the text agrees with
// it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr double kWantedDpi = 300;
constexpr int kDpiNearEnoughLow = 240;
constexpr int kDpiNearEnoughHigh = 400;
// Of body text at 300 dpi: 8 to 22 points.
constexpr double kLeastXHeight = 14;
constexpr double kMostXHeight = 44;
constexpr double kWantedXHeight = 25;
constexpr int kLettersToMeasure = 40;
constexpr double kLeastScale = 0.2;
constexpr double kMostScale = 4;
// Less is not worth an interpolation: half a pixel over a third of the page's width.
constexpr double kLeastSkew = 0.04;
constexpr double kMostPixels = 60e6;  // of an enlarged result

// The tag makes A4 of it, with some of the bed around or margins lost: large letters are
// then a heading's, or run together at a low resolution.
bool is_a4_by_tag(const Page& captured) {
  constexpr double kShortestMm = 180;
  constexpr double kWidestMm = 255;
  constexpr double kLowestMm = 260;
  constexpr double kHighestMm = 345;
  const double pixel_mm = 25.4 / captured.dpi();
  const double narrow_mm = std::min(captured.width(), captured.height()) * pixel_mm;
  const double high_mm = std::max(captured.width(), captured.height()) * pixel_mm;
  return narrow_mm >= kShortestMm && narrow_mm <= kWidestMm && high_mm >= kLowestMm &&
         high_mm <= kHighestMm;
}

double choose_scale(const Page& captured, const Pose& pose) {
  const bool near =
      captured.dpi() >= kDpiNearEnoughLow && captured.dpi() <= kDpiNearEnoughHigh;
  double scale = near ? 1 : kWantedDpi / captured.dpi();
  if (pose.letters >= kLettersToMeasure && pose.x_height > 0) {
    const double result = pose.x_height * scale;
    if ((result < kLeastXHeight || result > kMostXHeight) && !is_a4_by_tag(captured)) {
      scale = kWantedXHeight / pose.x_height;
    }
    // Good as captured, whatever the tag: an interpolation would only lose.
    if (pose.x_height >= 19 && pose.x_height <= 34) scale = 1;
  } else if (std::max(captured.width(), captured.height()) * scale > 8000) {
    scale = std::min(scale, 1.0);  // a tag that makes a poster of a photograph
  }
  const double area = 1.0 * captured.width() * captured.height();
  scale = std::min(scale, std::max(1.0, std::sqrt(kMostPixels / area)));
  return std::clamp(scale, kLeastScale, kMostScale);
}

Affine turn_map(int degrees, int width, int height) {
  switch (degrees) {
    case 90:
      return {0, -1, static_cast<double>(height), 1, 0, 0};
    case 180:
      return {-1, 0, static_cast<double>(width), 0, -1, static_cast<double>(height)};
    case 270:
      return {0, 1, 0, -1, 0, static_cast<double>(width)};
    default:
      return {};
  }
}

// OpenCV puts the origin in the middle of the first pixel.
cv::Mat as_opencv(const Affine& map) {
  const double x0 = map.x0 + (map.xx + map.xy) * 0.5 - 0.5;
  const double y0 = map.y0 + (map.yx + map.yy) * 0.5 - 0.5;
  return (cv::Mat_<double>(2, 3) << map.xx, map.xy, x0, map.yx, map.yy, y0);
}

bool is_plain_turn(const Affine& map) {
  const auto whole = [](double value) { return value == 0 || std::abs(value) == 1; };
  return whole(map.xx) && whole(map.xy) && whole(map.yx) && whole(map.yy);
}

void turn_exactly(const cv::Mat& from, const Affine& to_master, cv::Mat& to) {
  if (to_master.xx == 1) {
    from.copyTo(to);
  } else if (to_master.xx == -1) {
    cv::rotate(from, to, cv::ROTATE_180);
  } else {
    cv::rotate(
        from, to,
        to_master.xy == 1 ? cv::ROTATE_90_CLOCKWISE : cv::ROTATE_90_COUNTERCLOCKWISE);
  }
}

Geometry shape(const Page& captured, const Pose& pose, double scale) {
  Geometry out;
  out.scale = scale;
  // When the tag was not believed, the text's size says what the resolution is.
  const bool believed = out.scale != 1
                            ? std::abs(out.scale * captured.dpi() - kWantedDpi) < 1
                            : captured.dpi() >= 150 && captured.dpi() <= 450;
  out.dpi = believed ? static_cast<int>(std::lround(captured.dpi() * out.scale))
                     : static_cast<int>(kWantedDpi);

  const Affine turn = turn_map(pose.turn_degrees, captured.width(), captured.height());
  const bool swapped = pose.turn_degrees % 180 == 90;
  const double width = swapped ? captured.height() : captured.width();
  const double height = swapped ? captured.width() : captured.height();
  const double skew = std::abs(pose.skew_degrees) < kLeastSkew
                          ? 0
                          : pose.skew_degrees * std::numbers::pi / 180;
  const double cosine = std::cos(skew) * out.scale;
  const double sine = std::sin(skew) * out.scale;
  // The whole page stays in sight.
  const double new_width = width * cosine + height * std::abs(sine);
  const double new_height = width * std::abs(sine) + height * cosine;
  out.width = std::max(1, static_cast<int>(std::lround(new_width)));
  out.height = std::max(1, static_cast<int>(std::lround(new_height)));
  Affine rotate{cosine, sine, 0, -sine, cosine, 0};
  rotate.x0 = out.width * 0.5 - (cosine * width + sine * height) * 0.5;
  rotate.y0 = out.height * 0.5 - (-sine * width + cosine * height) * 0.5;
  const Affine back = turn.then(rotate).inverse();
  out.to_master = pose.bend
                      ? PageMap(back, pose.bend->scaled(scale), out.width, out.height)
                      : PageMap(back);
  return out;
}

}  // namespace

Geometry choose_geometry(const Page& captured, const Pose& pose, Sizing sizing) {
  const double scale = sizing == Sizing::kAsCaptured ? 1 : choose_scale(captured, pose);
  const Geometry best = shape(captured, pose, scale);
  const auto area =
      static_cast<std::uint64_t>(best.width) * static_cast<std::uint64_t>(best.height);
  const bool fits =
      area <= kMaxPagePixels && best.width <= kMaxPageSide && best.height <= kMaxPageSide;
  if (fits) return best;
  // At the limit of size a turn alone still fits.
  Pose level = pose;
  level.skew_degrees = 0;
  level.bend.reset();
  return shape(captured, level, 1);
}

Result<Page> warp(const Page& captured, const Geometry& geometry,
                  const cv::Scalar& paper) {
  Page result =
      TRY(Page::create(geometry.width, geometry.height, captured.format(), geometry.dpi));
  cv::Mat to = view(result);
  cv::Mat from = view(captured);
  PageMap map = geometry.to_master;
  if (!map.is_bent() && is_plain_turn(map)) {
    turn_exactly(from, map, to);
    return result;
  }
  if (geometry.scale < 0.75) {
    // Averaging first: interpolation alone would skip pixels.
    cv::Mat small;
    const int width =
        std::max(1, static_cast<int>(std::lround(from.cols * geometry.scale)));
    const int height =
        std::max(1, static_cast<int>(std::lround(from.rows * geometry.scale)));
    cv::resize(from, small, {width, height}, 0, 0, cv::INTER_AREA);
    map = map.then({1.0 * width / from.cols, 0, 0, 0, 1.0 * height / from.rows, 0});
    from = small;
  }
  const int how = geometry.scale > 1.2 ? cv::INTER_CUBIC : cv::INTER_LINEAR;
  if (how == cv::INTER_LINEAR) {
    interpolate(from, map, paper, to);
    return result;
  }
  if (map.is_bent()) {
    remap(from, map, to, how, paper);
    return result;
  }
  cv::warpAffine(from, to, as_opencv(map), to.size(), how | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT, paper);
  return result;
}

}  // namespace tangthu::scanner
