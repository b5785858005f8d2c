#include "ocr/reader/network.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "ocr/reader/convolution.h"
#include "ocr/reader/lstm.h"

namespace tangthu::ocr::reader {
namespace {

// A layer made ready for the machine.
struct Step {
  const Layer* layer = nullptr;
  const Layer* convolution = nullptr;  // of the three layers that are one step
  const Layer* pooling = nullptr;
  PackedMatrix matrix;
  std::vector<Step> children;
};

bool is_convolution_with_tanh(const Layer& layer) {
  return layer.kind == LayerKind::kSeries && layer.children.size() == 2 &&
         layer.children[0].kind == LayerKind::kConvolve &&
         layer.children[1].kind == LayerKind::kDense &&
         layer.children[1].activation == Activation::kTanh;
}

Step prepare(const Layer& layer, const Kernels& kernels) {
  Step step;
  step.layer = &layer;
  if (!layer.matrices.empty()) step.matrix = pack(kernels, layer.matrices);
  for (std::size_t i = 0; i < layer.children.size(); ++i) {
    const Layer& child = layer.children[i];
    const bool series = layer.kind == LayerKind::kSeries;
    if (series && is_convolution_with_tanh(child) && i + 1 < layer.children.size() &&
        layer.children[i + 1].kind == LayerKind::kMaxpool) {
      Step joined;
      joined.layer = &child.children[1];
      joined.convolution = &child.children[0];
      joined.pooling = &layer.children[i + 1];
      joined.matrix = pack(kernels, joined.layer->matrices);
      if (joined.matrix.registers == 1) {
        ++i;
        step.children.push_back(std::move(joined));
        continue;
      }
    }
    step.children.push_back(prepare(child, kernels));
  }
  return step;
}

float activated(Activation activation, float x) {
  switch (activation) {
    case Activation::kTanh:
      return table_tanh(tanh_table(), x);
    case Activation::kLogistic:
      return table_logistic(logistic_table(), x);
    case Activation::kRelu:
      return std::max(x, 0.0F);
    case Activation::kClipPositive:
      return std::clamp(x, 0.0F, 1.0F);
    case Activation::kClipSymmetric:
      return std::clamp(x, -1.0F, 1.0F);
    case Activation::kLinear:
    case Activation::kSoftmax:
      break;
  }
  return x;
}

std::int8_t clipped_127ths(float x) {
  return in_127ths(std::clamp(x, -1.0F, 1.0F));
}

// Values of a dense layer before its activation, some places at a time.
class Products {
 public:
  Products(const Kernels& kernels, const PackedMatrix& matrix)
      : kernels_(kernels),
        matrix_(matrix),
        sources_(kernels.lanes * matrix.source_bytes),
        values_(kernels.lanes * matrix.blocks * matrix.block_sums()) {}

  void of(const std::int8_t* places, std::size_t count) {
    std::array<const void*, kMostLanes> sources{};
    for (std::size_t i = 0; i < count; ++i) {
      std::uint8_t* source = sources_.data() + i * matrix_.source_bytes;
      kernels_.widen(places + i * matrix_.inputs, matrix_.inputs, source);
      sources[i] = source;
    }
    const std::size_t sums = matrix_.block_sums();
    for (std::size_t block = 0; block < matrix_.blocks; ++block) {
      kernels_.sum(matrix_, block, sources.data(), count, sums_.data());
      const float* scales = matrix_.scales.data() + block * sums;
      for (std::size_t i = 0; i < count; ++i) {
        float* out = values_.data() + (i * matrix_.blocks + block) * sums;
        for (std::size_t k = 0; k < sums; ++k)
          out[k] = static_cast<float>(sums_[i * sums + k]) * scales[k];
      }
    }
  }
  const float* values(std::size_t place) const {
    return values_.data() + place * matrix_.blocks * matrix_.block_sums();
  }

 private:
  const Kernels& kernels_;
  const PackedMatrix& matrix_;
  Aligned<std::uint8_t> sources_;
  std::vector<float> values_;
  alignas(kAlignment) std::array<std::int32_t, kMostLanes * kGates * kMostUnits> sums_{};
};

Plane transposed(const Plane& plane) {
  Plane out(plane.height, plane.width, plane.features);
  for (std::size_t y = 0; y < plane.height; ++y) {
    for (std::size_t x = 0; x < plane.width; ++x)
      std::memcpy(out.at(y, x), plane.at(x, y), plane.features);
  }
  return out;
}

Plane reversed(const Plane& plane, LayerKind direction) {
  Plane out(plane.width, plane.height, plane.features);
  for (std::size_t y = 0; y < plane.height; ++y) {
    const std::size_t to_y = direction == LayerKind::kReverseY ? plane.height - 1 - y : y;
    for (std::size_t x = 0; x < plane.width; ++x) {
      const std::size_t to_x =
          direction == LayerKind::kReverseX ? plane.width - 1 - x : x;
      std::memcpy(out.at(to_x, to_y), plane.at(x, y), plane.features);
    }
  }
  return out;
}

}  // namespace

class Runner::Impl {
 public:
  Impl(Network network, const Kernels& kernels)
      : network_(std::move(network)), kernels_(kernels) {
    root_ = prepare(network_.root, kernels_);
  }

  const Network& network() const { return network_; }
  const Kernels& kernels() const { return kernels_; }
  std::vector<Probabilities> run(std::vector<Plane> lines) const;

 private:
  struct Lines {
    std::vector<Plane> planes;
    std::vector<Noise> noise;
  };
  void apply(const Step& step, Lines& lines) const;
  void lstm(const Step& step, std::vector<Plane>& planes) const;
  Plane dense(const Step& step, const Plane& plane) const;
  Probabilities softmax(const Step& step, const Plane& plane) const;

  Network network_;
  const Kernels& kernels_;
  Step root_;
};

void Runner::Impl::lstm(const Step& step, std::vector<Plane>& planes) const {
  const Layer& layer = *step.layer;
  const bool summary = layer.kind == LayerKind::kSummaryLstm;
  std::vector<Plane> outputs;
  std::vector<Row> rows;
  outputs.reserve(planes.size());
  for (const Plane& plane : planes) {
    Plane& out =
        outputs.emplace_back(summary ? 1 : plane.width, plane.height, layer.outputs);
    for (std::size_t y = 0; y < plane.height; ++y)
      rows.push_back({plane.at(0, y), out.at(0, y), plane.width});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.length > b.length; });
  while (!rows.empty() && rows.back().length == 0)
    rows.pop_back();
  run_lstm(kernels_, step.matrix, layer.inputs, layer.outputs, rows,
           summary ? Outputs::kLast : Outputs::kAll);
  planes = std::move(outputs);
}

Plane Runner::Impl::dense(const Step& step, const Plane& plane) const {
  const Layer& layer = *step.layer;
  Plane out(plane.width, plane.height, layer.outputs);
  Products products(kernels_, step.matrix);
  const std::size_t places = plane.width * plane.height;
  for (std::size_t i = 0; i < places; i += kernels_.lanes) {
    const std::size_t count = std::min(kernels_.lanes, places - i);
    products.of(plane.values.data() + i * layer.inputs, count);
    for (std::size_t k = 0; k < count; ++k) {
      std::transform(products.values(k), products.values(k) + layer.outputs,
                     out.values.data() + (i + k) * layer.outputs, [&](float x) {
                       return clipped_127ths(activated(layer.activation, x));
                     });
    }
  }
  return out;
}

Probabilities Runner::Impl::softmax(const Step& step, const Plane& plane) const {
  const Layer& layer = *step.layer;
  Probabilities out{plane.width, layer.outputs, {}};
  out.values.resize(plane.width * layer.outputs);
  Products products(kernels_, step.matrix);
  for (std::size_t i = 0; i < plane.width; i += kernels_.lanes) {
    const std::size_t count = std::min(kernels_.lanes, plane.width - i);
    products.of(plane.values.data() + i * layer.inputs, count);
    for (std::size_t k = 0; k < count; ++k) {
      float* column = out.values.data() + (i + k) * layer.outputs;
      std::copy_n(products.values(k), layer.outputs, column);
      kernels_.softmax(column, layer.outputs);
    }
  }
  return out;
}

void Runner::Impl::apply(const Step& step, Lines& lines) const {
  const auto each = [&](auto change) {
    for (std::size_t i = 0; i < lines.planes.size(); ++i)
      lines.planes[i] = change(lines.planes[i], lines.noise[i]);
  };
  const auto around = [&](auto change) {
    each([&](const Plane& plane, Noise&) { return change(plane); });
    apply(step.children.front(), lines);
    each([&](const Plane& plane, Noise&) { return change(plane); });
  };
  const Layer& layer = *step.layer;
  if (step.convolution != nullptr) {
    return each([&](const Plane& plane, Noise& noise) {
      return convolve_and_pool(kernels_, step.matrix, *step.convolution, *step.pooling,
                               plane, layer.outputs, noise);
    });
  }
  switch (layer.kind) {
    case LayerKind::kInput:
      return;
    case LayerKind::kSeries:
      for (const Step& child : step.children)
        apply(child, lines);
      return;
    case LayerKind::kConvolve:
      return each([&](const Plane& plane, Noise& noise) {
        return convolve(plane, layer, noise);
      });
    case LayerKind::kMaxpool:
      return each([&](const Plane& plane, Noise&) { return pool(plane, layer); });
    case LayerKind::kReverseX:
    case LayerKind::kReverseY:
      return around([&](const Plane& plane) { return reversed(plane, layer.kind); });
    case LayerKind::kTranspose:
      return around([](const Plane& plane) { return transposed(plane); });
    case LayerKind::kLstm:
    case LayerKind::kSummaryLstm:
      return lstm(step, lines.planes);
    case LayerKind::kDense:
      return each([&](const Plane& plane, Noise&) { return dense(step, plane); });
  }
}

std::vector<Probabilities> Runner::Impl::run(std::vector<Plane> lines) const {
  const Noise noise = noise_of(network_.sample_iteration);
  Lines all{std::move(lines), {}};
  all.noise.assign(all.planes.size(), noise);
  // The last step is the softmax, which gives what no layer takes.
  for (std::size_t i = 0; i + 1 < root_.children.size(); ++i)
    apply(root_.children[i], all);
  std::vector<Probabilities> out;
  out.reserve(all.planes.size());
  for (const Plane& plane : all.planes)
    out.push_back(softmax(root_.children.back(), plane));
  return out;
}

Runner::Runner(Network network, const Kernels& kernels)
    : impl_(std::make_unique<Impl>(std::move(network), kernels)) {}
Runner::~Runner() = default;

const Network& Runner::network() const {
  return impl_->network();
}

const Kernels& Runner::kernels() const {
  return impl_->kernels();
}

std::vector<Probabilities> Runner::run(std::vector<Plane> lines) const {
  return impl_->run(std::move(lines));
}

}  // namespace tangthu::ocr::reader
