// A model's network as its file describes it: a tree of layers with their weights.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr::reader {

enum class LayerKind {
  kInput,
  kSeries,
  kConvolve,
  kMaxpool,
  kReverseX,
  kReverseY,
  kTranspose,
  kLstm,
  kSummaryLstm,  // gives its last output alone
  kDense,
};

enum class Activation {
  kTanh,
  kLogistic,
  kRelu,
  kLinear,
  kClipPositive,   // to 0…1
  kClipSymmetric,  // to −1…1
  kSoftmax,
};

// y = (Σ weight · u + 127 · bias) · scale, with u = 127 times the value, rounded.
struct Matrix {
  std::size_t outputs = 0;
  std::size_t inputs = 0;
  std::vector<std::int8_t> weights;  // a row of `inputs` an output
  std::vector<std::int8_t> biases;
  std::vector<float> scales;  // finite, not negative

  const std::int8_t* row(std::size_t output) const {
    return weights.data() + output * inputs;
  }
};

struct Layer {
  LayerKind kind = LayerKind::kSeries;
  Activation activation = Activation::kLinear;
  std::size_t inputs = 0;   // features a place
  std::size_t outputs = 0;  // likewise
  int x = 0;                // half width of a convolution, width of a pool
  int y = 0;
  std::vector<Layer> children;  // of a series; one of a reversal or a transposition
  std::vector<Matrix>
      matrices;  // one, or an LSTM's cell input, input, forget, output gate
};

struct Network {
  Layer root;
  int input_height = 0;               // pixels that a line is scaled to
  int x_scale = 1;                    // input pixels a column of the output
  std::size_t classes = 0;            // of the softmax
  std::size_t blank = 0;              // the class that says: nothing here
  double cost = 0;                    // products an input pixel of a line's width
  std::int32_t sample_iteration = 0;  // seeds what surrounds the picture
};

// What a model may cost: forty times the Vietnamese one.
inline constexpr double kMostCost = 8e6;

// kCorrupt for bytes that are no network; unsupported_model for one of layers, numbers or
// an order that the reader doesn't have, or past kMostCost. `name` is the error's
// subject.
Result<Network> parse_network(ByteView bytes, const std::string& name);

}  // namespace tangthu::ocr::reader
