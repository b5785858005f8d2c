#include "samples/degrade/bed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/frame.h"
#include "samples/degrade/pixels.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;
constexpr int kBandRows = 128;  // the maps of a whole page would take 70 MB
constexpr int kNodeStep = 16;

// A page near its binding: it rises from the glass, and a line climbs or falls there,
// unequally down the page.
class Curl {
 public:
  Curl(double size, Random random)
      : size_(size),
        side_(random.chance(0.5) ? -1 : 1),
        reach_(random.uniform(0.3, 0.7)),
        level_(random.uniform(0.5, 1.0) * (random.chance(0.5) ? -1 : 1)),
        slope_(random.uniform(-0.4, 0.4)) {
    constexpr int kSteps = 200;
    for (int i = 0; i < kSteps; ++i) {
      const double u = (2.0 * i + 1) / kSteps - 1;
      mean_ += rise(u) / kSteps;
      tilt_ += 3 * rise(u) * u / kSteps;
    }
  }
  Point at(double u, double v) const {
    const double bent = rise(u) - mean_ - tilt_ * u;
    return {side_ * 0.3 * size_ * bent, size_ * (level_ + slope_ * v) * bent};
  }

 private:
  double rise(double u) const { return std::exp((side_ * u - 1) / reach_); }
  double size_;
  double side_;
  double reach_;
  double level_;
  double slope_;
  double mean_ = 0;
  double tilt_ = 0;
};

// What bends the sheet, as a shift in its own coordinates. Each term has no affine part
// over the whole sheet, so that the affine map stays the best fit.
class Bending {
 public:
  Bending(const cv::Mat& sheet, const BedRecipe& recipe, double px_per_mm, Random& random)
      : width_(sheet.cols),
        height_(sheet.rows),
        keystone_(recipe.perspective_mm * px_per_mm),
        bow_(recipe.bow_mm * px_per_mm),
        wave_(recipe.wave_mm * px_per_mm),
        curl_(recipe.curl_mm * px_per_mm, random),
        lean_(random.uniform(-0.5, 0.5)),
        cycles_(random.uniform(1.0, 4.0)),
        phase_(random.uniform(0, 2 * kPi)) {}

  Point at(double x, double y) const {
    const double u = 2 * x / width_ - 1;
    const double v = 2 * y / height_ - 1;
    Point shift{keystone_ * u * v, lean_ * keystone_ * u * v + bow_ * (u * u - 1.0 / 3)};
    if (wave_ > 0) {
      shift.x += 0.7 * wave_ * std::sin(kPi * cycles_ * v + phase_);
      shift.y += 0.7 * wave_ * std::sin(1.7 * kPi * cycles_ * v + 2 * phase_);
    }
    const Point curled = curl_.at(u, v);
    return {shift.x + curled.x, shift.y + curled.y};
  }

 private:
  double width_;
  double height_;
  double keystone_;
  double bow_;
  double wave_;
  Curl curl_;
  double lean_;
  double cycles_;
  double phase_;
};

// The lid behind the sheet, and the shadow the sheet throws on it, unequal by side.
class Lid {
 public:
  Lid(const cv::Mat& sheet, const BedRecipe& recipe, double px_per_mm, Random& random)
      : width_(static_cast<float>(sheet.cols)),
        height_(static_cast<float>(sheet.rows)),
        level_(static_cast<float>(recipe.bed_level)),
        reach_(static_cast<float>(random.uniform(0.4, 2.5) * px_per_mm)) {
    for (float& side : sides_) {
      side = static_cast<float>(recipe.edge_shadow * random.uniform(0.0, 1.0));
    }
    const auto tint = static_cast<float>(random.normal(0, 3));
    tint_ = {tint, 0, -tint};
  }

  void paint(std::uint8_t* pixel, float x, float y) const {
    float value = level_;
    const std::array<float, 4> outside = {-x, x - width_, -y, y - height_};
    for (std::size_t side = 0; side < 4; ++side) {
      if (outside[side] < 0) continue;
      value *= 1 - sides_[side] * std::exp(-outside[side] / reach_);
    }
    for (std::size_t colour = 0; colour < 3; ++colour) {
      pixel[colour] =
          static_cast<std::uint8_t>(std::clamp(value + tint_[colour], 0.0F, 255.0F));
    }
  }

  bool shows_at(float x, float y) const {
    return x < 0 || y < 0 || x >= width_ || y >= height_;
  }

 private:
  float width_;
  float height_;
  float level_;
  float reach_;
  std::array<float, 4> sides_{};
  std::array<float, 3> tint_{};
};

// Where each pixel of one row of the picture comes from: exact every kNodeStep pixels,
// straight in between. Continuous coordinates.
void trace_row(const Affine& to_sheet, const Bending& bending, int row, int width,
               float* across, float* down) {
  const auto source = [&](int column) {
    const Point flat = mapped(to_sheet, column + 0.5, row + 0.5);
    const Point shift = bending.at(flat.x, flat.y);
    return Point{flat.x + shift.x, flat.y + shift.y};
  };
  Point from = source(0);
  for (int start = 0; start < width; start += kNodeStep) {
    const Point to = source(start + kNodeStep);
    for (int step = 0; step < kNodeStep && start + step < width; ++step) {
      const double share = static_cast<double>(step) / kNodeStep;
      across[start + step] = static_cast<float>(from.x + (to.x - from.x) * share);
      down[start + step] = static_cast<float>(from.y + (to.y - from.y) * share);
    }
    from = to;
  }
}

void render_band(const cv::Mat& sheet, cv::Mat band, cv::Mat& across, cv::Mat& down,
                 const Lid& lid) {
  // remap counts pixel centres as whole numbers.
  across -= cv::Scalar(0.5);
  down -= cv::Scalar(0.5);
  cv::remap(sheet, band, across, down, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  for (int y = 0; y < band.rows; ++y) {
    auto* pixel = band.ptr<std::uint8_t>(y);
    const auto* from_x = across.ptr<float>(y);
    const auto* from_y = down.ptr<float>(y);
    for (int x = 0; x < band.cols; ++x, pixel += 3) {
      if (lid.shows_at(from_x[x] + 0.5F, from_y[x] + 0.5F)) {
        lid.paint(pixel, from_x[x] + 0.5F, from_y[x] + 0.5F);
      }
    }
  }
}

bool lies_straight(const BedRecipe& recipe) {
  return recipe.canvas == Canvas::kSame && recipe.skew_degrees == 0 &&
         recipe.scale_x == 1 && recipe.scale_y == 1 && recipe.shear == 0 &&
         recipe.offset_x_mm == 0 && recipe.offset_y_mm == 0 &&
         recipe.perspective_mm == 0 && recipe.bow_mm == 0 && recipe.wave_mm == 0 &&
         recipe.curl_mm == 0;
}

}  // namespace

Result<Placed> place_on_bed(const cv::Mat& sheet, const Box& ink, const BedRecipe& recipe,
                            double px_per_mm, Random& random) {
  if (lies_straight(recipe)) {
    return Placed{sheet, {}, [](double x, double y) { return Point{x, y}; }};
  }
  const Frame frame = frame_for({0, 0, sheet.cols, sheet.rows}, ink, recipe, px_per_mm);
  if (frame.width > kMaxPageSide || frame.height > kMaxPageSide ||
      static_cast<std::uint64_t>(frame.width) * static_cast<std::uint64_t>(frame.height) >
          kMaxPagePixels) {
    return fail(ErrorCode::kBadInput, "the page is too large to lie askew on a scanner",
                "use a smaller page or a lower resolution");
  }
  const Affine to_sheet = frame.from_sheet.inverse();
  const Bending bending(sheet, recipe, px_per_mm, random);
  const Lid lid(sheet, recipe, px_per_mm, random);
  Placed placed{cv::Mat(frame.height, frame.width, CV_8UC3), frame.from_sheet,
                [to_sheet, bending](double x, double y) {
                  const Point flat = mapped(to_sheet, x, y);
                  const Point shift = bending.at(flat.x, flat.y);
                  return Point{flat.x + shift.x, flat.y + shift.y};
                }};
  for (int top = 0; top < frame.height; top += kBandRows) {
    const int rows = std::min(kBandRows, frame.height - top);
    cv::Mat across(rows, frame.width, CV_32FC1);
    cv::Mat down(rows, frame.width, CV_32FC1);
    for (int y = 0; y < rows; ++y) {
      trace_row(to_sheet, bending, top + y, frame.width, across.ptr<float>(y),
                down.ptr<float>(y));
    }
    render_band(sheet, placed.image.rowRange(top, top + rows), across, down, lid);
  }
  return placed;
}

}  // namespace tangthu::samples
