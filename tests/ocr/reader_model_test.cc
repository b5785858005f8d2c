#include <algorithm>
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "ocr/reader/charset.h"
#include "ocr/reader/dictionary.h"
#include "ocr/reader/kernels.h"
#include "ocr/reader/layers.h"
#include "ocr/reader/model.h"
#include "ocr/reader/model_file.h"

namespace tangthu::ocr::reader {
namespace {

constexpr const char* kVietnamese = "/usr/share/tesseract-ocr/5/tessdata/vie.traineddata";

class ReaderModelTest : public ::testing::Test {
 protected:
  static const Bytes& vietnamese() {
    static const Bytes bytes = read_model(kVietnamese).value();
    return bytes;
  }
  static ErrorCode refusal_of(ByteView bytes) {
    const auto model = parse_model(bytes, "x.traineddata", portable_kernels());
    return model ? ErrorCode::kUnexpected : model.error().code();
  }
  // The file with its part of the network in another place, changed by `change`.
  template <typename Change>
  static Bytes with_network(Change change) {
    const ModelFile file = ModelFile::open(vietnamese(), "").value();
    const ByteView network = *file.part(ModelPart::kNetwork);
    Bytes out = vietnamese();
    change(out.data() + (network.data() - vietnamese().data()), network.size());
    return out;
  }
};

TEST_F(ReaderModelTest, InstalledModelIsWhatItsNameInWordsSays) {
  const auto model = load_model(kVietnamese, portable_kernels());
  ASSERT_TRUE(model.has_value());
  const Network& network = (*model)->runner->network();
  EXPECT_EQ(network.input_height, 36);
  EXPECT_EQ(network.x_scale, 3);
  EXPECT_EQ(network.classes, 269U);
  EXPECT_EQ(network.blank, 268U);
  EXPECT_NEAR(network.cost, 564'864 / 3.0, 1000);
  EXPECT_EQ((*model)->charset.characters()[0].text, " ");
  EXPECT_EQ((*model)->charset.character_of(0), kSpace);
  EXPECT_EQ((*model)->charset.character_of(268), kNoCharacter);
  EXPECT_TRUE((*model)->charset.space_delimited());
  EXPECT_TRUE((*model)->dictionary.has_value());
}

TEST_F(ReaderModelTest, WordsAreFoundWithPunctuationAroundThem) {
  const auto model = load_model(kVietnamese, portable_kernels()).value();
  const auto has = [&](const std::vector<std::string>& letters) {
    std::vector<int> word;
    for (const std::string& letter : letters) {
      const auto& all = model->charset.characters();
      const auto found = std::find_if(
          all.begin(), all.end(), [&](const Character& c) { return c.text == letter; });
      if (found == all.end()) return false;
      word.push_back(static_cast<int>(found - all.begin()));
    }
    return model->dictionary->has_word(word);
  };
  EXPECT_TRUE(has({"v", "i", "ệ", "t"}));
  EXPECT_TRUE(has({"(", "v", "i", "ệ", "t", ")"}));
  EXPECT_TRUE(has({"v", "i", "ệ", "t", ","}));
  EXPECT_FALSE(has({"v", "i", "ệ"}));
  EXPECT_FALSE(has({"x", "q", "ệ"}));
  EXPECT_FALSE(has({"1", "2"}));
  EXPECT_FALSE(has({}));
}

// However it is cut, it is refused as damaged: nothing is read past its end.
TEST_F(ReaderModelTest, TruncatedModelIsRefusedAsDamaged) {
  const Bytes& whole = vietnamese();
  const std::size_t sizes[] = {0, 1, 3, 4, 100, 195, 196, 197, 300, 5000, 433589};
  for (const std::size_t size : sizes)
    EXPECT_EQ(refusal_of(ByteView(whole).first(size)), ErrorCode::kCorrupt) << size;
  for (std::size_t size = 433590; size + 200 < whole.size(); size += 7919) {
    EXPECT_EQ(refusal_of(ByteView(whole).first(size)), ErrorCode::kCorrupt) << size;
  }
}

TEST_F(ReaderModelTest, ForeignFileIsRefused) {
  const Bytes text = to_bytes(as_bytes("%PDF-1.7 and more of that kind, and more of it"));
  EXPECT_EQ(refusal_of(text), ErrorCode::kCorrupt);
  EXPECT_EQ(refusal_of(Bytes(100'000, 0)), ErrorCode::kCorrupt);
  EXPECT_EQ(refusal_of(Bytes(100'000, 0xFF)), ErrorCode::kCorrupt);
}

TEST_F(ReaderModelTest, UnknownLayerIsSaidToBeUnknown) {
  const Bytes other = with_network([](std::uint8_t* network, std::size_t size) {
    const std::string_view name = "SummLSTM";
    auto* const at = std::search(network, network + size, name.begin(), name.end());
    std::memcpy(at, "FluxLSTM", name.size());
  });
  const auto model = parse_model(other, "x", portable_kernels());
  ASSERT_FALSE(model.has_value());
  EXPECT_TRUE(is_unsupported(model.error()));
}

// The models of tessdata_best have numbers, not bytes.
TEST_F(ReaderModelTest, FloatingPointWeightsAreSaidToBeUnknown) {
  const Bytes other = with_network([](std::uint8_t* network, std::size_t size) {
    *std::find(network, network + size, std::uint8_t{0x85}) = 0x84;
  });
  const auto model = parse_model(other, "x", portable_kernels());
  ASSERT_FALSE(model.has_value());
  EXPECT_TRUE(is_unsupported(model.error()));
}

TEST_F(ReaderModelTest, OrientationModelHasNoNetworkOfLines) {
  const auto model = load_model("/usr/share/tesseract-ocr/5/tessdata/osd.traineddata",
                                portable_kernels());
  ASSERT_FALSE(model.has_value());
  EXPECT_TRUE(is_unsupported(model.error()));
}

TEST_F(ReaderModelTest, MissingModelIsNotFound) {
  EXPECT_EQ(load_model("/nowhere/vie.traineddata", portable_kernels()).error().code(),
            ErrorCode::kNotFound);
}

// Rows of weights of all sizes, so that every remainder of every kernel is met.
TEST(ReaderKernelsTest, AllKernelsGiveTheSameSums) {
  for (const std::size_t outputs : {1U, 7U, 16U, 17U, 48U, 96U, 111U, 269U}) {
    for (const std::size_t inputs : {1U, 9U, 64U, 151U, 288U}) {
      std::vector<Matrix> matrices(outputs % 16 == 0 ? kGates : 1);
      std::uint32_t state = static_cast<std::uint32_t>(outputs * 31 + inputs);
      const auto next = [&] {
        state = state * 1664525U + 1013904223U;
        return static_cast<std::int8_t>(static_cast<int>(state >> 24) % 128 *
                                        ((state >> 8) % 2 == 0 ? 1 : -1));
      };
      for (Matrix& matrix : matrices) {
        matrix.outputs = outputs;
        matrix.inputs = inputs;
        for (std::size_t i = 0; i < outputs * inputs; ++i)
          matrix.weights.push_back(next());
        for (std::size_t i = 0; i < outputs; ++i)
          matrix.biases.push_back(next());
        matrix.scales.assign(outputs, 0.001F);
      }
      std::vector<std::int8_t> values(inputs);
      std::generate(values.begin(), values.end(), next);
      const bool gates = matrices.size() == kGates;
      for (const Kernels* kernels : all_kernels()) {
        const PackedMatrix packed = pack(*kernels, matrices);
        Aligned<std::uint8_t> source(packed.source_bytes);
        kernels->widen(values.data(), inputs, source.data());
        const std::vector<const void*> sources(kernels->lanes, source.data());
        std::vector<std::int32_t> sums(kMostLanes * packed.block_sums());
        for (std::size_t lanes = 1; lanes <= kernels->lanes; ++lanes) {
          for (std::size_t block = 0; block < packed.blocks; ++block) {
            kernels->sum(packed, block, sources.data(), lanes, sums.data());
            for (std::size_t i = 0; i < lanes * packed.block_sums(); ++i) {
              const std::size_t within = i % packed.block_sums();
              const std::size_t reg = within / packed.units;
              const std::size_t row = gates ? block * packed.units + within % packed.units
                                            : block * packed.block_sums() + within;
              if (row >= outputs) continue;
              const Matrix& matrix = matrices[gates ? reg : 0];
              std::int32_t wanted = 127 * matrix.biases[row];
              for (std::size_t k = 0; k < inputs; ++k)
                wanted += matrix.row(row)[k] * values[k];
              ASSERT_EQ(sums[i], wanted)
                  << kernels->name << " " << outputs << "×" << inputs;
            }
          }
        }
      }
    }
  }
}

TEST(ReaderKernelsTest, AllKernelsGiveTheSameCells) {
  const Kernels& plain = portable_kernels();
  for (const Kernels* kernels : all_kernels()) {
    // Sums that reach all of the tables, and past their ends on both sides.
    for (std::int32_t first = -60'000; first < 60'000; first += 977) {
      std::array<std::int32_t, kGates * kMostUnits> sums{};
      std::array<std::int32_t, kGates * kMostUnits> plain_sums{};
      alignas(kAlignment) std::array<float, kGates * kMostUnits> scales{};
      alignas(kAlignment) std::array<float, kGates * kMostUnits> plain_scales{};
      for (std::size_t gate = 0; gate < kGates; ++gate) {
        for (std::size_t unit = 0; unit < plain.units; ++unit) {
          const auto sum = first + static_cast<std::int32_t>(gate * 5003 + unit * 71);
          sums[gate * kernels->units + unit] = sum;
          plain_sums[gate * plain.units + unit] = sum;
          scales[gate * kernels->units + unit] = 0.00037F;
          plain_scales[gate * plain.units + unit] = 0.00037F;
        }
      }
      std::array<float, kMostUnits> states{};
      std::array<float, kMostUnits> plain_states{};
      states.fill(0.7F);
      plain_states.fill(0.7F);
      std::array<std::int8_t, kMostUnits> outputs{};
      std::array<std::int8_t, kMostUnits> plain_outputs{};
      kernels->cell(sums.data(), scales.data(), states.data(), outputs.data());
      plain.cell(plain_sums.data(), plain_scales.data(), plain_states.data(),
                 plain_outputs.data());
      for (std::size_t unit = 0; unit < plain.units; ++unit) {
        ASSERT_EQ(states[unit], plain_states[unit]) << kernels->name << " at " << first;
        ASSERT_EQ(outputs[unit], plain_outputs[unit]) << kernels->name;
      }
    }
  }
}

TEST(ReaderKernelsTest, SoftmaxSumsToOne) {
  for (const Kernels* kernels : all_kernels()) {
    for (const std::size_t count : {1U, 7U, 16U, 111U, 269U}) {
      std::vector<float> values(count);
      for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>(i % 13) - 200.0F * static_cast<float>(i % 3);
      std::vector<double> wanted(values.begin(), values.end());
      double total = 0;
      const double highest = *std::max_element(wanted.begin(), wanted.end());
      for (double& value : wanted)
        total += value = std::exp(std::max(value - highest, -86.0));
      kernels->softmax(values.data(), count);
      for (std::size_t i = 0; i < count; ++i)
        ASSERT_NEAR(values[i], wanted[i] / total, 1e-6) << kernels->name;
    }
  }
}

}  // namespace
}  // namespace tangthu::ocr::reader
