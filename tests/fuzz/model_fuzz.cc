// libFuzzer: language models for the fast reader. Whatever the bytes are, they are
// refused as damaged or as of an unknown kind, or become a model that reads a line.
//
// Covered: the container, the network, characters and their codes, dictionaries, each by
// itself and as a whole; the fuzzer's small networks are run. Not here: Tesseract's own
// parser, which reads models that the fast reader doesn't know.
#include "ocr/reader/charset.h"
#include "ocr/reader/dictionary.h"
#include "ocr/reader/layers.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/model.h"
#include "ocr/reader/model_file.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;               // NOLINT: a program of one file
using namespace tangthu::ocr;          // NOLINT
using namespace tangthu::ocr::reader;  // NOLINT
using fuzz::must;

template <typename Value>
void must_be_refused(const Result<Value>& refused) {
  must(refused.error().code() == ErrorCode::kCorrupt || is_unsupported(refused.error()));
}

GreyImage stripes() {
  GreyImage image(40, 20, 255);
  for (int y = 4; y < 16; ++y) {
    for (int x = 0; x < 40; x += 5)
      image.row(y)[x] = 0;
  }
  return image;
}

// One that costs more to run than the fuzzer has time for is only loaded.
bool is_small(const Network& network) {
  constexpr double kMostProducts = 1e6;
  const double width = 2.0 * network.input_height;  // of the stripes
  return network.cost * width < kMostProducts;
}

void read_with(const Result<std::shared_ptr<const Model>>& model) {
  if (!model) return must_be_refused(model);
  if (!is_small((*model)->runner->network())) return;
  LineReader reader(*model);
  const GreyImage image = stripes();
  for (const ReadLine& line : reader.read({&image})) {
    for (const ReadWord& word : line.words) {
      must(!word.characters.empty() && word.end_column <= line.probabilities.columns);
      (void)reader.text_of(word);
      (void)reader.steps_of(line, word);
    }
  }
}

void whole(ByteView bytes) {
  read_with(parse_model(bytes, "model", portable_kernels()));
}

void network(ByteView bytes) {
  const auto network = parse_network(bytes, "model");
  if (!network) return must_be_refused(network);
  must(network->classes > network->blank && network->x_scale > 0);
  if (!is_small(*network)) return;
  const Runner runner(*network, portable_kernels());
  const GreyImage image = scaled_to(stripes(), network->input_height);
  const auto seen = runner.run({plane_of(image, Ink::kDark)});
  must(seen.size() == 1 && seen[0].classes == network->classes);
}

// u16 size ‖ characters ‖ codes.
void charset(ByteView bytes) {
  ByteReader in(bytes);
  const ByteView characters = in.raw(in.integer<std::uint16_t>());
  const auto charset =
      Charset::parse(characters, in.raw(in.remaining()), 16, 15, "model");
  if (!charset) return must_be_refused(charset);
  for (int code = 0; code < 16; ++code) {
    const int character = charset->character_of(code);
    must(character < static_cast<int>(charset->characters().size()));
  }
}

// u16 steps ‖ graph: a walk through it.
void graph(ByteView bytes) {
  ByteReader in(bytes);
  const auto steps = in.integer<std::uint16_t>();
  const auto graph = Graph::parse(in.raw(in.remaining()));
  if (!graph) return;
  std::int64_t edge = Graph::kNone;
  for (unsigned i = 0; i < 16; ++i) {
    const std::int64_t node = graph->node_after(edge);
    if (node == Graph::kNone) break;
    edge = graph->edge(node, static_cast<int>((steps >> i) % 8U));
    (void)graph->ends_word(edge);
    if (edge == Graph::kNone) break;
  }
}

constexpr fuzz::Parser kParsers[] = {
    {"whole", whole}, {"network", network}, {"charset", charset}, {"graph", graph}};

void head(ByteWriter& out, std::string_view type, std::uint32_t inputs,
          std::uint32_t outputs) {
  out.integer(std::uint8_t{0});
  out.sized(type);
  out.integer(std::uint8_t{0});
  out.integer(std::uint8_t{0});
  out.integer(std::uint32_t{0});
  out.integer(inputs);
  out.integer(outputs);
  out.integer(std::uint32_t{0});
  out.sized(std::string_view("n"));
}

void numbers(ByteWriter& out, std::initializer_list<std::uint32_t> all) {
  for (const std::uint32_t number : all)
    out.integer(number);
}

void matrix(ByteWriter& out, std::uint32_t rows, std::uint32_t inputs) {
  out.integer(std::uint8_t{0x85});
  numbers(out, {rows, inputs + 1});
  out.integer(std::uint8_t{0});
  for (std::uint32_t i = 0; i < rows * (inputs + 1); ++i)
    out.integer(static_cast<std::uint8_t>(i * 37));
  out.integer(rows);
  for (std::uint32_t i = 0; i < rows; ++i)
    out.integer(std::uint64_t{0x3F80000000000000});  // 2⁻⁷
}

void lstm(ByteWriter& out, std::string_view type, std::uint32_t inputs,
          std::uint32_t outputs) {
  head(out, type, inputs, outputs);
  out.integer(inputs + outputs);
  for (int gate = 0; gate < 4; ++gate)
    matrix(out, outputs, inputs + outputs);
}

// Of every kind of layer one.
Bytes small_network() {
  ByteWriter out;
  head(out, "Series", 9, 5);
  numbers(out, {6});
  head(out, "Input", 9, 1);
  numbers(out, {1, 9, 0, 1, 0});
  head(out, "Series", 1, 4);
  numbers(out, {2});
  head(out, "Convolve", 1, 9);
  numbers(out, {1, 1});
  head(out, "Tanh", 9, 4);
  matrix(out, 4, 9);
  head(out, "Maxpool", 4, 4);
  numbers(out, {3, 3});
  head(out, "XYTranspose", 4, 4);
  numbers(out, {1});
  lstm(out, "SummLSTM", 4, 4);
  head(out, "RTLReversed", 4, 4);
  numbers(out, {1});
  lstm(out, "LSTM", 4, 4);
  head(out, "Softmax", 4, 5);
  matrix(out, 5, 4);
  out.sized(std::string_view("[1,9,0,1 ...]"));
  numbers(out, {0, 1, 1, 4, 0, 0, 0});
  return out.take();
}

constexpr std::string_view kCharacters =
    "5\nNULL 0 Common 0\nJoined 7 0,255,0,255 Latin 1\n|Broken|0|1 f 0 Common 2\n"
    "a 3 0,255,0,255,0,0,0,0,0,0 Latin 4 0 3 a\nA 5 0,255,0,255,0,0,0,0,0,0 Latin 3\n";

Bytes small_codes(std::uint32_t blank) {
  ByteWriter out;
  numbers(out, {5});
  for (const std::uint32_t code : {0U, blank, blank, 1U, 2U}) {
    out.integer(std::uint8_t{1});
    numbers(out, {1, code});
  }
  return out.take();
}

Bytes small_graph() {
  ByteWriter out;
  out.integer(std::uint16_t{42});
  numbers(out, {5, 3});
  // Three bits of a letter; last, backward, ends; the next node.
  out.integer(std::uint64_t{3 | 1 << 6});
  out.integer(std::uint64_t{4 | 1 << 3 | 2 << 6});
  out.integer(std::uint64_t{4 | 1 << 3 | 1 << 5});
  return out.take();
}

Bytes small_model() {
  const Bytes parts[] = {small_network(),
                         small_graph(),
                         small_graph(),
                         small_graph(),
                         to_bytes(as_bytes(kCharacters)),
                         small_codes(4)};
  ByteWriter out;
  numbers(out, {24});
  std::uint64_t at = 4 + 24 * 8;
  for (std::size_t i = 0; i < 24; ++i) {
    const bool is_part = i >= 17 && i < 23;
    out.integer(is_part ? at : UINT64_MAX);
    if (is_part) at += parts[i - 17].size();
  }
  for (const Bytes& part : parts)
    out.raw(part);
  return out.take();
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  // They are sound.
  must(parse_network(small_network(), "").has_value());
  must(Graph::parse(small_graph()).has_value());
  must(parse_model(small_model(), "", portable_kernels()).has_value());
  add("whole", small_model());
  add("network", small_network());
  add("graph", joined({as_bytes("\x03\x04"), small_graph()}));
  ByteWriter charset;
  charset.integer(static_cast<std::uint16_t>(kCharacters.size()));
  charset.raw(as_bytes(kCharacters));
  charset.raw(small_codes(15));
  add("charset", charset.view());
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
