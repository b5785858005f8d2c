#include "samples/degrade/bed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/pixels.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;
constexpr int kBandRows = 128;  // the maps of a whole page would take 70 MB
constexpr int kNodeStep = 16;
constexpr double kPaperAroundInkMm = 1.0;

struct Point {
  double x;
  double y;
};

Point mapped(const Affine& affine, double x, double y) {
  return {affine.xx * x + affine.xy * y + affine.x0,
          affine.yx * x + affine.yy * y + affine.y0};
}

Affine inverted(const Affine& affine) {
  const double determinant = affine.xx * affine.yy - affine.xy * affine.yx;
  Affine inverse;
  inverse.xx = affine.yy / determinant;
  inverse.xy = -affine.xy / determinant;
  inverse.yx = -affine.yx / determinant;
  inverse.yy = affine.xx / determinant;
  inverse.x0 = -(inverse.xx * affine.x0 + inverse.xy * affine.y0);
  inverse.y0 = -(inverse.yx * affine.x0 + inverse.yy * affine.y0);
  return inverse;
}

struct Span {
  double low;
  double high;
};

// The extent of a box after mapping, one axis each.
std::array<Span, 2> extent(const Affine& affine, const Box& box) {
  std::array<Span, 2> spans = {{{1e9, -1e9}, {1e9, -1e9}}};
  for (int corner = 0; corner < 4; ++corner) {
    const Point point = mapped(affine, corner % 2 == 0 ? box.x : box.right(),
                               corner < 2 ? box.y : box.bottom());
    spans[0] = {std::min(spans[0].low, point.x), std::max(spans[0].high, point.x)};
    spans[1] = {std::min(spans[1].low, point.y), std::max(spans[1].high, point.y)};
  }
  return spans;
}

// Moves `offset`, then enlarges `size`, until span + offset lies within 0…size.
void hold(const Span& span, double margin, double& offset, int& size) {
  const double needed = span.high - span.low + 2 * margin;
  size = std::max(size, static_cast<int>(std::ceil(needed)));
  offset = std::clamp(offset, margin - span.low, size - margin - span.high);
}

struct Frame {
  Affine from_sheet;
  int width = 0;
  int height = 0;
};

Frame frame_for(const cv::Mat& sheet, const Box& ink, const BedRecipe& recipe,
                double px_per_mm) {
  const double angle = recipe.skew_degrees * kPi / 180;
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  Frame frame;
  Affine& affine = frame.from_sheet;
  affine.xx = cosine * recipe.scale_x;
  affine.yx = sine * recipe.scale_x;
  affine.xy = (recipe.shear * cosine - sine) * recipe.scale_y;
  affine.yy = (recipe.shear * sine + cosine) * recipe.scale_y;

  const std::array<Span, 2> all = extent(affine, {0, 0, sheet.cols, sheet.rows});
  const double margin = recipe.margin_mm * px_per_mm;
  std::array<double, 2> size = {static_cast<double>(sheet.cols),
                                static_cast<double>(sheet.rows)};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    if (recipe.canvas == Canvas::kGrow) {
      size[axis] = all[axis].high - all[axis].low + 2 * margin;
    } else if (recipe.canvas == Canvas::kCut) {
      size[axis] = std::max(size[axis] - 2 * margin, 0.5 * size[axis]);
    }
  }
  frame.width = std::max(1, static_cast<int>(size[0]));
  frame.height = std::max(1, static_cast<int>(size[1]));
  affine.x0 =
      (frame.width - all[0].low - all[0].high) / 2 + recipe.offset_x_mm * px_per_mm;
  affine.y0 =
      (frame.height - all[1].low - all[1].high) / 2 + recipe.offset_y_mm * px_per_mm;
  if (ink.empty()) return frame;

  Affine linear = affine;
  linear.x0 = 0;
  linear.y0 = 0;
  const std::array<Span, 2> kept = extent(linear, ink);
  const double around = (kPaperAroundInkMm + std::abs(recipe.perspective_mm) +
                         std::abs(recipe.bow_mm) + recipe.wave_mm) *
                        px_per_mm;
  hold(kept[0], around, affine.x0, frame.width);
  hold(kept[1], around, affine.y0, frame.height);
  return frame;
}

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
    return shift;
  }

 private:
  double width_;
  double height_;
  double keystone_;
  double bow_;
  double wave_;
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
         recipe.perspective_mm == 0 && recipe.bow_mm == 0 && recipe.wave_mm == 0;
}

}  // namespace

Result<Placed> place_on_bed(const cv::Mat& sheet, const Box& ink, const BedRecipe& recipe,
                            double px_per_mm, Random& random) {
  if (lies_straight(recipe)) return Placed{sheet, {}};
  const Frame frame = frame_for(sheet, ink, recipe, px_per_mm);
  if (frame.width > kMaxPageSide || frame.height > kMaxPageSide ||
      static_cast<std::uint64_t>(frame.width) * static_cast<std::uint64_t>(frame.height) >
          kMaxPagePixels) {
    return fail(ErrorCode::kBadInput, "the page is too large to lie askew on a scanner",
                "use a smaller page or a lower resolution");
  }
  const Affine to_sheet = inverted(frame.from_sheet);
  const Bending bending(sheet, recipe, px_per_mm, random);
  const Lid lid(sheet, recipe, px_per_mm, random);
  Placed placed{cv::Mat(frame.height, frame.width, CV_8UC3), frame.from_sheet};
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
