#include "samples/marks/ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "samples/marks/noise.h"

namespace tangthu::samples {
namespace {

Box visible_part(const Page& page, double left, double top, double right, double bottom) {
  if (page.format() != PixelFormat::kRgb) {
    throw std::invalid_argument("marks are drawn on RGB pages");
  }
  const auto cut = [](double value, int limit) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(limit)));
  };
  const int x = cut(std::floor(left), page.width());
  const int y = cut(std::floor(top), page.height());
  return {x, y, cut(std::ceil(right), page.width()) - x,
          cut(std::ceil(bottom), page.height()) - y};
}

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
}

// A mean over 2·radius + 1 bytes that lie `step` apart, in place.
void blur_line(std::uint8_t* line, int count, std::ptrdiff_t step, int radius,
               std::vector<std::uint8_t>& copy) {
  copy.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    copy[static_cast<std::size_t>(i)] = line[i * step];
  const auto read = [&](int i) {
    return i < 0 || i >= count ? 0 : static_cast<int>(copy[static_cast<std::size_t>(i)]);
  };
  int sum = 0;
  for (int i = -radius; i < radius; ++i)
    sum += read(i);
  for (int i = 0; i < count; ++i) {
    sum += read(i + radius);
    line[i * step] = static_cast<std::uint8_t>(sum / (2 * radius + 1));
    sum -= read(i - radius);
  }
}

}  // namespace

Ink red_pad_ink(Random& random) {
  const double age = random.uniform();  // towards crimson or towards orange
  return {random.uniform(0.82, 0.95), 0.08 + 0.12 * age, 0.26 - 0.12 * age};
}

Ink blue_pad_ink(Random& random) {
  const double violet = random.uniform();
  return {0.16 + 0.22 * violet, 0.30 - 0.10 * violet, random.uniform(0.60, 0.75)};
}

Ink black_pad_ink(Random& random) {
  const double grey = random.uniform(0.10, 0.25);
  return {grey, grey, grey + random.uniform(0.0, 0.06)};
}

InkMask::InkMask(const Page& page, double left, double top, double right, double bottom)
    : area_(visible_part(page, left, top, right, bottom)),
      dpi_(page.dpi()),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, std::max(area_.width, 1),
                                          std::max(area_.height, 1))),
      pen_(cairo_create(surface_.get())) {
  cairo_translate(pen_.get(), -area_.x, -area_.y);
  cairo_set_source_rgba(pen_.get(), 0, 0, 0, 1);
  cairo_set_line_cap(pen_.get(), CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(pen_.get(), CAIRO_LINE_JOIN_ROUND);
}

std::uint8_t* InkMask::row(int y) {
  return cairo_image_surface_get_data(surface_.get()) +
         static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface_.get());
}

void InkMask::creep(int radius) {
  if (radius < 1) return;
  std::vector<std::uint8_t> copy;
  const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface_.get());
  for (int y = 0; y < area_.height; ++y) {
    blur_line(row(y), area_.width, 1, radius, copy);
  }
  for (int x = 0; x < area_.width; ++x) {
    blur_line(row(0) + x, area_.height, stride, radius, copy);
  }
}

void InkMask::make_uneven(const Unevenness& unevenness, Random& random) {
  if (area_.empty()) return;
  cairo_surface_flush(surface_.get());
  const double mm = dpi_ / 25.4;
  creep(static_cast<int>(std::lround(unevenness.spread_mm * mm)));

  const double width = area_.width;
  const double height = area_.height;
  const SmoothNoise blotches(width, height, random.uniform(1.5, 5.0) * mm, random);
  const SmoothNoise patches(width, height, random.uniform(0.4, 1.0) * mm, random);
  const SmoothNoise fibres(width, height, std::max(1.0, 0.12 * mm), random);
  const double direction = random.uniform(0, 6.2832);
  const double slope_x = std::cos(direction) / std::max(width, 1.0);
  const double slope_y = std::sin(direction) / std::max(height, 1.0);

  // A second, wider blur tells rims (some blank nearby) from surfaces (ink all round).
  std::vector<std::uint8_t> sharp;
  for (int y = 0; y < area_.height; ++y) {
    sharp.insert(sharp.end(), row(y), row(y) + area_.width);
  }
  creep(std::max(1, static_cast<int>(std::lround(0.2 * mm))));

  for (int y = 0; y < area_.height; ++y) {
    std::uint8_t* line = row(y);
    for (int x = 0; x < area_.width; ++x) {
      const std::size_t at =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(area_.width) +
          static_cast<std::size_t>(x);
      if (sharp[at] == 0) {
        line[x] = 0;
        continue;
      }
      const double patch = 0.6 * blotches.at(x, y) + 0.4 * patches.at(x, y);
      double density = 1 - unevenness.faintness;
      density *= 1 - unevenness.blotches * 2.0 * std::max(0.0, patch - 0.45);
      density *= 1 - unevenness.slope *
                         (0.5 + slope_x * (x - width / 2) + slope_y * (y - height / 2));
      density *= 1 - unevenness.squeeze * line[x] / 255.0;
      // Where little ink arrives, the fibres that stand highest are all that takes it.
      const double hole = unevenness.grain * (0.2 + 1.2 * patch);
      density *= std::clamp(1 - (hole - fibres.at(x, y)) * 3.0, 0.08, 1.0);
      line[x] = to_byte(sharp[at] * density);
    }
  }
  cairo_surface_mark_dirty(surface_.get());
}

Box InkMask::print(Page& page, const Ink& ink) {
  cairo_surface_flush(surface_.get());
  const std::array<double, 3> absorbs = {1 - ink.red, 1 - ink.green, 1 - ink.blue};
  int left = area_.width;
  int top = area_.height;
  int right = 0;
  int bottom = 0;
  for (int y = 0; y < area_.height; ++y) {
    const std::uint8_t* coverage = row(y);
    std::uint8_t* pixel =
        page.row(area_.y + y) + static_cast<std::ptrdiff_t>(area_.x) * 3;
    for (int x = 0; x < area_.width; ++x, pixel += 3) {
      if (coverage[x] == 0) continue;
      for (std::size_t colour = 0; colour < 3; ++colour) {
        const double passed = 1 - coverage[x] / 255.0 * absorbs[colour];
        pixel[colour] = to_byte(pixel[colour] * passed);
      }
      if (coverage[x] < 24) continue;  // a breath of ink doesn't make the mark larger
      left = std::min(left, x);
      right = std::max(right, x + 1);
      top = std::min(top, y);
      bottom = std::max(bottom, y + 1);
    }
  }
  if (right <= left) return {};
  return {area_.x + left, area_.y + top, right - left, bottom - top};
}

}  // namespace tangthu::samples
