#include "ocr/reader/kernels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tangthu::ocr::reader {
namespace {

std::array<TableEntry, kTableSize> make_table(double (*function)(double)) {
  std::array<TableEntry, kTableSize> table{};
  for (std::size_t i = 0; i < kTableSize; ++i)
    table[i].value = static_cast<float>(function(static_cast<double>(i) / 256.0));
  for (std::size_t i = 0; i + 1 < kTableSize; ++i)
    table[i].step = table[i + 1].value - table[i].value;
  table.back() = {1.0F, 0.0F};
  return table;
}

double logistic(double x) {
  return 1.0 / (1.0 + std::exp(-x));
}

}  // namespace

const TableEntry* tanh_table() {
  static const auto table = make_table([](double x) { return std::tanh(x); });
  return table.data();
}

const TableEntry* logistic_table() {
  static const auto table = make_table(&logistic);
  return table.data();
}

namespace {

// Where one weight goes, and what it does to the sum's start.
class Packer {
 public:
  Packer(const Kernels& kernels, PackedMatrix& out, std::size_t group)
      : kernels_(kernels), out_(out), group_(group) {}

  void place(std::size_t block, std::size_t reg, std::size_t unit, const Matrix& matrix,
             std::size_t row) {
    const std::size_t sum = (block * out_.registers + reg) * out_.units + unit;
    const std::int8_t* weights = matrix.row(row);
    std::int32_t start = 127 * matrix.biases[row];
    for (std::size_t i = 0; i < matrix.inputs; ++i) {
      const std::size_t at =
          ((((block * out_.groups + i / group_) * out_.registers + reg) * out_.units +
            unit) *
           group_) +
          i % group_;
      if (kernels_.element == Element::kOffset8) {
        out_.weights[at] = static_cast<std::uint8_t>(weights[i]);
        start -= 128 * weights[i];
      } else {
        reinterpret_cast<std::int16_t*>(out_.weights.data())[at] = weights[i];
      }
    }
    out_.start[sum] = start;
    out_.scales[sum] = matrix.scales[row];
  }

 private:
  const Kernels& kernels_;
  PackedMatrix& out_;
  std::size_t group_;
};

}  // namespace

PackedMatrix pack(const Kernels& kernels, const std::vector<Matrix>& matrices) {
  const Matrix& first = matrices.front();
  const bool gates = matrices.size() == kGates;
  const std::size_t element = kernels.element == Element::kOffset8 ? 1 : 2;
  PackedMatrix out;
  out.inputs = first.inputs;
  out.units = kernels.units;
  // Whole vectors of a source are read.
  const std::size_t padded = (first.inputs + 15) / 16 * 16;
  const std::size_t group = kernels.group == 0 ? padded : kernels.group;
  out.groups = (first.inputs + group - 1) / group;
  out.registers = gates || first.outputs > 2 * kernels.units ? kGates : 1;
  const std::size_t per_block = gates ? out.units : out.block_sums();
  out.blocks = (first.outputs + per_block - 1) / per_block;
  out.source_bytes = (padded * element + kAlignment - 1) / kAlignment * kAlignment;
  out.block_bytes = out.groups * out.registers * out.units * group * element;
  out.weights.resize(out.blocks * out.block_bytes);
  out.start.resize(out.blocks * out.block_sums());
  out.scales.resize(out.start.size());
  Packer packer(kernels, out, group);
  for (std::size_t m = 0; m < matrices.size(); ++m) {
    for (std::size_t row = 0; row < first.outputs; ++row) {
      const std::size_t in_block = row % per_block;
      packer.place(row / per_block, gates ? m : in_block / out.units,
                   in_block % out.units, matrices[m], row);
    }
  }
  return out;
}

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> all;
  for (const Kernels* kernels : {avx512_kernels(), avx_vnni_kernels(), avx2_kernels()}) {
    if (kernels != nullptr) all.push_back(kernels);
  }
  all.push_back(&portable_kernels());
  return all;
}

const Kernels& best_kernels() {
  return *all_kernels().front();
}

}  // namespace tangthu::ocr::reader
