#include "ocr/reader/convolution.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kMostPatch = 256;  // values; layers.cc allows no more

std::int8_t draw(Noise& noise) {
  constexpr double kRange = 127.0;
  const auto number = static_cast<std::int32_t>(noise());
  const double value = kRange * 2.0 * number / INT32_MAX - kRange;
  return static_cast<std::int8_t>(value >= 0 ? static_cast<int>(value + 0.5)
                                             : -static_cast<int>(-value + 0.5));
}

// The places around (x, y), column by column.
void fill_patch(const Plane& plane, const Layer& layer, std::size_t x, std::size_t y,
                Noise& noise, std::int8_t* patch) {
  const auto width = static_cast<std::ptrdiff_t>(plane.width);
  const auto height = static_cast<std::ptrdiff_t>(plane.height);
  for (int dx = -layer.x; dx <= layer.x; ++dx) {
    const std::ptrdiff_t from_x = static_cast<std::ptrdiff_t>(x) + dx;
    for (int dy = -layer.y; dy <= layer.y; ++dy, patch += plane.features) {
      const std::ptrdiff_t from_y = static_cast<std::ptrdiff_t>(y) + dy;
      if (from_x < 0 || from_x >= width || from_y < 0 || from_y >= height) {
        std::generate_n(patch, plane.features, [&] { return draw(noise); });
      } else {
        std::memcpy(
            patch,
            plane.at(static_cast<std::size_t>(from_x), static_cast<std::size_t>(from_y)),
            plane.features);
      }
    }
  }
}

// One row's patches as sources of a kernel. Inside the picture neighbours share their
// columns, so that a patch is a stretch of the columns in a row.
class PatchRow {
 public:
  PatchRow(const Kernels& kernels, const Layer& layer, const Plane& plane)
      : kernels_(kernels),
        layer_(layer),
        plane_(plane),
        element_(kernels.element == Element::kOffset8 ? 1 : 2),
        column_(static_cast<std::size_t>(2 * layer.y + 1) * plane.features),
        padded_((layer.outputs + 15) / 16 * 16),
        columns_((plane.width * column_ + padded_) * element_),
        own_(plane.width * padded_ * element_),
        stack_(column_ * plane.width),
        sources_(plane.width) {}

  void fill(std::size_t y, Noise& noise);
  const void* source(std::size_t x) const { return sources_[x]; }

 private:
  bool is_inside(std::size_t at, int half, std::size_t size) const {
    return at >= static_cast<std::size_t>(half) &&
           at + static_cast<std::size_t>(half) < size;
  }
  void stack_columns(std::size_t y);

  const Kernels& kernels_;
  const Layer& layer_;
  const Plane& plane_;
  std::size_t element_;
  std::size_t column_;  // values of a column of a patch
  std::size_t padded_;
  Aligned<std::uint8_t> columns_;
  Aligned<std::uint8_t> own_;  // of places at the border
  std::vector<std::int8_t> stack_;
  std::vector<const void*> sources_;
};

void PatchRow::stack_columns(std::size_t y) {
  const std::size_t top = y - static_cast<std::size_t>(layer_.y);
  for (std::size_t x = 0; x < plane_.width; ++x) {
    std::int8_t* column = stack_.data() + x * column_;
    for (std::size_t k = 0; k < column_; k += plane_.features)
      std::memcpy(column + k, plane_.at(x, top + k / plane_.features), plane_.features);
  }
  kernels_.widen(stack_.data(), stack_.size(), columns_.data());
}

void PatchRow::fill(std::size_t y, Noise& noise) {
  const bool inside_y = is_inside(y, layer_.y, plane_.height);
  if (inside_y) stack_columns(y);
  std::array<std::int8_t, kMostPatch> patch{};
  for (std::size_t x = 0; x < plane_.width; ++x) {
    if (inside_y && is_inside(x, layer_.x, plane_.width)) {
      sources_[x] =
          columns_.data() + (x - static_cast<std::size_t>(layer_.x)) * column_ * element_;
      continue;
    }
    fill_patch(plane_, layer_, x, y, noise, patch.data());
    std::uint8_t* own = own_.data() + x * padded_ * element_;
    kernels_.widen(patch.data(), layer_.outputs, own);
    sources_[x] = own;
  }
}

}  // namespace

Noise noise_of(std::int32_t sample_iteration) {
  const std::int64_t seed = static_cast<std::int64_t>(sample_iteration) * 0x10000001;
  Noise noise(static_cast<std::uint64_t>(seed));
  noise();
  return noise;
}

Plane convolve(const Plane& plane, const Layer& layer, Noise& noise) {
  Plane out(plane.width, plane.height, layer.outputs);
  for (std::size_t y = 0; y < plane.height; ++y) {
    for (std::size_t x = 0; x < plane.width; ++x)
      fill_patch(plane, layer, x, y, noise, out.at(x, y));
  }
  return out;
}

Plane pool(const Plane& plane, const Layer& layer) {
  const auto pool_x = static_cast<std::size_t>(layer.x);
  const auto pool_y = static_cast<std::size_t>(layer.y);
  Plane out(plane.width / pool_x, plane.height / pool_y, plane.features);
  for (std::size_t y = 0; y < out.height; ++y) {
    for (std::size_t x = 0; x < out.width; ++x) {
      std::int8_t* to = out.at(x, y);
      std::memcpy(to, plane.at(x * pool_x, y * pool_y), plane.features);
      for (std::size_t i = 1; i < pool_x * pool_y; ++i) {
        const std::int8_t* from =
            plane.at(x * pool_x + i % pool_x, y * pool_y + i / pool_x);
        for (std::size_t f = 0; f < plane.features; ++f)
          to[f] = std::max(to[f], from[f]);
      }
    }
  }
  return out;
}

Plane convolve_and_pool(const Kernels& kernels, const PackedMatrix& matrix,
                        const Layer& convolution, const Layer& pooling,
                        const Plane& plane, std::size_t outputs, Noise& noise) {
  const auto pool_x = static_cast<std::size_t>(pooling.x);
  const auto pool_y = static_cast<std::size_t>(pooling.y);
  Plane out(plane.width / pool_x, plane.height / pool_y, outputs);
  std::vector<PatchRow> band(pool_y, PatchRow(kernels, convolution, plane));
  std::vector<const void*> sources(pool_x * pool_y);
  std::array<std::int8_t, kMostUnits> values{};
  // Rows past the last whole band draw their noise too.
  for (std::size_t y = 0; y < plane.height; ++y) {
    band[y % pool_y].fill(y, noise);
    if (y % pool_y + 1 < pool_y) continue;
    for (std::size_t x = 0; x < out.width; ++x) {
      for (std::size_t i = 0; i < sources.size(); ++i)
        sources[i] = band[i / pool_x].source(x * pool_x + i % pool_x);
      std::int8_t* to = out.at(x, y / pool_y);
      for (std::size_t block = 0; block < matrix.blocks; ++block) {
        const std::size_t first = block * matrix.units;
        kernels.pool(matrix, block, sources.data(), sources.size(), values.data());
        std::memcpy(to + first, values.data(), std::min(matrix.units, outputs - first));
      }
    }
  }
  return out;
}

}  // namespace tangthu::ocr::reader
