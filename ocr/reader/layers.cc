#include "ocr/reader/layers.h"

#include <bit>
#include <cmath>
#include <map>
#include <string_view>

#include "ocr/reader/model_file.h"

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kMostFeatures = 8192;
constexpr std::size_t kMostConvolved = 256;
constexpr std::size_t kMostChildren = 64;
constexpr int kMostLayers = 256;
constexpr int kDeepest = 12;
constexpr int kMostPool = 16;
constexpr int kMostScale = 64;             // pixels a column
constexpr std::uint32_t kOwnRates = 0x40;  // flag: learning rates follow the children
constexpr std::uint8_t kInt8 = 1;
constexpr std::uint8_t kDoubles = 128;
constexpr double kLargestScale = 1e6;

enum class Outcome { kRead, kCorrupt, kUnsupported };

// The part of a layer that all have.
struct Head {
  std::string type;
  std::uint32_t flags = 0;
  std::size_t inputs = 0;
  std::size_t outputs = 0;
};

struct TypeOfLayer {
  LayerKind kind;
  Activation activation = Activation::kLinear;
};

const std::map<std::string_view, TypeOfLayer> kTypes = {
    {"Input", {LayerKind::kInput}},
    {"Series", {LayerKind::kSeries}},
    {"Convolve", {LayerKind::kConvolve}},
    {"Maxpool", {LayerKind::kMaxpool}},
    {"RTLReversed", {LayerKind::kReverseX}},
    {"TTBReversed", {LayerKind::kReverseY}},
    {"XYTranspose", {LayerKind::kTranspose}},
    {"LSTM", {LayerKind::kLstm}},
    {"SummLSTM", {LayerKind::kSummaryLstm}},
    {"Tanh", {LayerKind::kDense, Activation::kTanh}},
    {"Logistic", {LayerKind::kDense, Activation::kLogistic}},
    {"Relu", {LayerKind::kDense, Activation::kRelu}},
    {"Linear", {LayerKind::kDense, Activation::kLinear}},
    {"LinLogistic", {LayerKind::kDense, Activation::kClipPositive}},
    {"LinTanh", {LayerKind::kDense, Activation::kClipSymmetric}},
    {"Softmax", {LayerKind::kDense, Activation::kSoftmax}},
};

class Parser {
 public:
  explicit Parser(ByteView bytes) : in_(bytes) {}

  Outcome network(Network& out);

 private:
  Outcome layer(Layer& out, int depth);
  Outcome children(const Head& head, Layer& out, int depth);
  Outcome input(Layer& out);
  Outcome lstm(Layer& out);
  Outcome dense(Layer& out);
  Outcome matrix(std::size_t outputs, std::size_t inputs, Matrix& out);
  Head head();
  std::size_t count() { return in_.integer<std::uint32_t>(); }
  Outcome read(bool sound) const {
    return sound && !in_.failed() ? Outcome::kRead : Outcome::kCorrupt;
  }

  ByteReader in_;
  int layers_ = 0;
  int inputs_seen_ = 0;
  int input_height_ = 0;
};

Head Parser::head() {
  Head head;
  const auto old_type = in_.integer<std::uint8_t>();  // 0: its name follows
  head.type = in_.text();
  if (old_type != 0) head.type.clear();
  in_.integer<std::uint8_t>();  // of training
  in_.integer<std::uint8_t>();
  head.flags = in_.integer<std::uint32_t>();
  head.inputs = count();
  head.outputs = count();
  in_.integer<std::uint32_t>();  // number of weights
  in_.text();                    // a name
  return head;
}

Outcome Parser::layer(Layer& out, int depth) {
  const Head head = this->head();
  if (in_.failed()) return Outcome::kCorrupt;
  if (++layers_ > kMostLayers) return Outcome::kUnsupported;
  const auto type = kTypes.find(head.type);
  if (type == kTypes.end()) return Outcome::kUnsupported;
  out.kind = type->second.kind;
  out.activation = type->second.activation;
  out.inputs = head.inputs;
  out.outputs = head.outputs;
  if (out.inputs == 0 || out.inputs > kMostFeatures || out.outputs == 0 ||
      out.outputs > kMostFeatures) {
    return Outcome::kCorrupt;
  }
  switch (out.kind) {
    case LayerKind::kInput:
      return input(out);
    case LayerKind::kSeries:
    case LayerKind::kReverseX:
    case LayerKind::kReverseY:
    case LayerKind::kTranspose:
      return depth < kDeepest ? children(head, out, depth) : Outcome::kUnsupported;
    case LayerKind::kConvolve:
    case LayerKind::kMaxpool: {
      const std::size_t x = count();
      const std::size_t y = count();
      if (in_.failed() || x > kMostPool || y > kMostPool) return Outcome::kCorrupt;
      out.x = static_cast<int>(x);
      out.y = static_cast<int>(y);
      const bool convolves = out.kind == LayerKind::kConvolve;
      out.outputs = convolves ? out.inputs * (2 * x + 1) * (2 * y + 1) : out.inputs;
      if (convolves && out.outputs > kMostConvolved) return Outcome::kUnsupported;
      return read(convolves || (x > 0 && y > 0));
    }
    case LayerKind::kLstm:
    case LayerKind::kSummaryLstm:
      return lstm(out);
    case LayerKind::kDense:
      return dense(out);
  }
  return Outcome::kCorrupt;
}

Outcome Parser::children(const Head& head, Layer& out, int depth) {
  const std::size_t number = count();
  const bool series = out.kind == LayerKind::kSeries;
  if (in_.failed() || number == 0 || number > kMostChildren || (!series && number != 1))
    return Outcome::kCorrupt;
  for (std::size_t i = 0; i < number; ++i) {
    Layer child;
    if (const Outcome outcome = layer(child, depth + 1); outcome != Outcome::kRead)
      return outcome;
    // Each takes what the one before it gives.
    if (i > 0 && child.inputs != out.children.back().outputs) return Outcome::kCorrupt;
    out.children.push_back(std::move(child));
  }
  if ((head.flags & kOwnRates) != 0) {
    const std::size_t rates = count();
    if (in_.failed() || rates > kMostChildren) return Outcome::kCorrupt;
    in_.raw(rates * sizeof(float));
  }
  out.inputs = out.children.front().inputs;
  out.outputs = out.children.back().outputs;
  return read(true);
}

Outcome Parser::input(Layer& out) {
  const std::size_t batch = count();
  const std::size_t height = count();
  const std::size_t width = count();
  const std::size_t depth = count();
  in_.integer<std::uint32_t>();  // loss
  if (in_.failed()) return Outcome::kCorrupt;
  // Grey lines of a stated height and any width.
  if (batch != 1 || depth != 1 || width != 0 || height < 8 || height > 256)
    return Outcome::kUnsupported;
  ++inputs_seen_;
  input_height_ = static_cast<int>(height);
  out.inputs = 1;
  out.outputs = 1;
  return Outcome::kRead;
}

Outcome Parser::lstm(Layer& out) {
  const std::size_t sources = count();
  if (in_.failed()) return Outcome::kCorrupt;
  // Of one dimension: the layer's inputs, then its own last outputs.
  if (sources != out.inputs + out.outputs) return Outcome::kUnsupported;
  out.matrices.resize(4);
  for (Matrix& gate : out.matrices) {
    const Outcome outcome = matrix(out.outputs, sources, gate);
    if (outcome != Outcome::kRead) return outcome;
  }
  return Outcome::kRead;
}

Outcome Parser::dense(Layer& out) {
  out.matrices.resize(1);
  return matrix(out.outputs, out.inputs, out.matrices.front());
}

Outcome Parser::matrix(std::size_t outputs, std::size_t inputs, Matrix& out) {
  const auto mode = in_.integer<std::uint8_t>();
  if (in_.failed()) return Outcome::kCorrupt;
  if ((mode & kInt8) == 0 || (mode & kDoubles) == 0) return Outcome::kUnsupported;
  const std::size_t rows = count();
  const std::size_t columns = count();
  in_.integer<std::uint8_t>();  // what an empty cell holds
  if (in_.failed() || rows != outputs || columns != inputs + 1) return Outcome::kCorrupt;
  out.outputs = outputs;
  out.inputs = inputs;
  const ByteView cells = in_.raw(rows * columns);
  if (in_.failed()) return Outcome::kCorrupt;
  out.weights.reserve(outputs * inputs);
  for (std::size_t row = 0; row < rows; ++row) {
    const ByteView line = cells.subspan(row * columns, columns);
    for (const std::uint8_t cell : line.first(inputs))
      out.weights.push_back(static_cast<std::int8_t>(cell));
    out.biases.push_back(static_cast<std::int8_t>(line.back()));
  }
  // Files that Tesseract itself wrote may hold more scales than rows, for its registers.
  const std::size_t scales = count();
  if (in_.failed() || scales < outputs || scales > outputs + 64) return Outcome::kCorrupt;
  for (std::size_t i = 0; i < scales; ++i) {
    const auto scale = std::bit_cast<double>(in_.integer<std::uint64_t>());
    if (i >= outputs) continue;
    if (!(scale >= 0 && scale <= kLargestScale)) return Outcome::kCorrupt;
    out.scales.push_back(static_cast<float>(scale / 127));
  }
  return read(true);
}

// Whether a tree gives a line of height 1 from a picture of `height`; kUnsupported where
// what it does to it has no meaning here.
struct Shape {
  int height = 1;
  int x_scale = 1;
  bool transposed = false;
  bool sound = true;
  double cost = 0;
};

// Products at one place.
double cost_of(const Layer& layer) {
  double cost =
      layer.kind == LayerKind::kConvolve ? static_cast<double>(layer.outputs) : 0;
  for (const Matrix& matrix : layer.matrices)
    cost += static_cast<double>(matrix.weights.size());
  return cost;
}

void follow(const Layer& layer, Shape& shape) {
  if (shape.x_scale > kMostScale) shape.sound = false;
  if (!shape.sound) return;
  shape.cost += cost_of(layer) * shape.height / shape.x_scale;
  switch (layer.kind) {
    case LayerKind::kMaxpool:
      if (shape.transposed) shape.sound = false;
      shape.height /= layer.y;
      shape.x_scale *= layer.x;
      break;
    case LayerKind::kSummaryLstm:
      if (!shape.transposed) shape.sound = false;
      shape.height = 1;
      break;
    case LayerKind::kTranspose:
      shape.transposed = !shape.transposed;
      follow(layer.children.front(), shape);
      shape.transposed = !shape.transposed;
      return;
    default:
      break;
  }
  if (shape.height < 1) shape.sound = false;
  for (const Layer& child : layer.children)
    follow(child, shape);
}

bool has_softmax_inside(const Layer& layer) {
  if (layer.kind == LayerKind::kDense && layer.activation == Activation::kSoftmax)
    return true;
  for (const Layer& child : layer.children) {
    if (has_softmax_inside(child)) return true;
  }
  return false;
}

// A series that begins with the one input and ends with the one softmax.
bool is_line_network(const Layer& root) {
  if (root.kind != LayerKind::kSeries || root.children.size() < 2) return false;
  const Layer& last = root.children.back();
  if (root.children.front().kind != LayerKind::kInput || last.kind != LayerKind::kDense ||
      last.activation != Activation::kSoftmax)
    return false;
  for (std::size_t i = 0; i + 1 < root.children.size(); ++i) {
    if (has_softmax_inside(root.children[i])) return false;
  }
  return true;
}

Outcome Parser::network(Network& out) {
  if (const Outcome outcome = layer(out.root, 0); outcome != Outcome::kRead)
    return outcome;
  in_.text();                    // the network in words
  in_.integer<std::uint32_t>();  // flags of training
  in_.integer<std::uint32_t>();  // iterations
  out.sample_iteration = static_cast<std::int32_t>(in_.integer<std::uint32_t>());
  out.blank = count();
  in_.raw(3 * sizeof(float));  // rates
  if (!in_.complete()) return Outcome::kCorrupt;
  if (inputs_seen_ != 1 || !is_line_network(out.root)) return Outcome::kUnsupported;
  Shape shape;
  shape.height = input_height_;
  follow(out.root, shape);
  if (!shape.sound || shape.height != 1 || shape.x_scale > kMostScale ||
      shape.cost > kMostCost)
    return Outcome::kUnsupported;
  out.cost = shape.cost;
  out.input_height = input_height_;
  out.x_scale = shape.x_scale;
  out.classes = out.root.outputs;
  return out.blank < out.classes ? Outcome::kRead : Outcome::kCorrupt;
}

}  // namespace

Result<Network> parse_network(ByteView bytes, const std::string& name) {
  Network network;
  switch (Parser(bytes).network(network)) {
    case Outcome::kRead:
      return network;
    case Outcome::kUnsupported:
      return unsupported_model(name);
    case Outcome::kCorrupt:
      break;
  }
  return corrupt_model(name);
}

}  // namespace tangthu::ocr::reader
