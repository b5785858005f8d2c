#include "ocr/reader/lstm.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace tangthu::ocr::reader {
namespace {

// Rows that are run together: what each step reads and writes.
class Lanes {
 public:
  Lanes(const Kernels& kernels, const PackedMatrix& gates, std::size_t inputs,
        std::size_t outputs)
      : kernels_(kernels),
        gates_(gates),
        inputs_(inputs),
        outputs_(outputs),
        element_(kernels.element == Element::kOffset8 ? 1 : 2),
        padded_(gates.blocks * gates.units),
        sources_(2 * kernels.lanes * gates.source_bytes),
        states_(kernels.lanes * padded_),
        last_(kernels.lanes * padded_) {}

  void run(const Row* rows, std::size_t count, Outputs wanted);

 private:
  void step(std::size_t active, std::size_t now);
  std::uint8_t* source(std::size_t lane, std::size_t which) {
    return sources_.data() + (which * kernels_.lanes + lane) * gates_.source_bytes;
  }

  const Kernels& kernels_;
  const PackedMatrix& gates_;
  std::size_t inputs_;
  std::size_t outputs_;
  std::size_t element_;
  std::size_t padded_;
  // Inputs and last outputs of each lane, for this step and the next.
  Aligned<std::uint8_t> sources_;
  Aligned<float> states_;
  std::vector<std::int8_t> last_;
  alignas(kAlignment) std::array<std::int32_t, kMostLanes * kGates * kMostUnits> sums_{};
};

void Lanes::step(std::size_t active, std::size_t now) {
  std::array<const void*, kMostLanes> sources{};
  for (std::size_t lane = 0; lane < active; ++lane)
    sources[lane] = source(lane, now);
  const std::size_t units = gates_.units;
  for (std::size_t block = 0; block < gates_.blocks; ++block) {
    kernels_.sum(gates_, block, sources.data(), active, sums_.data());
    const float* scales = gates_.scales.data() + block * gates_.block_sums();
    const std::size_t first = block * units;
    for (std::size_t lane = 0; lane < active; ++lane) {
      std::int8_t* out = last_.data() + lane * padded_ + first;
      kernels_.cell(sums_.data() + lane * gates_.block_sums(), scales,
                    states_.data() + lane * padded_ + first, out);
      kernels_.widen(out, std::min(units, outputs_ - first),
                     source(lane, 1 - now) + (inputs_ + first) * element_);
    }
  }
}

void Lanes::run(const Row* rows, std::size_t count, Outputs wanted) {
  std::fill(states_.begin(), states_.end(), 0.0F);
  const std::vector<std::int8_t> zeroes(outputs_);
  for (std::size_t lane = 0; lane < count; ++lane)
    kernels_.widen(zeroes.data(), outputs_, source(lane, 0) + inputs_ * element_);
  std::size_t active = count;
  for (std::size_t t = 0; t < rows[0].length; ++t) {
    while (rows[active - 1].length <= t)
      --active;
    for (std::size_t lane = 0; lane < active; ++lane)
      kernels_.widen(rows[lane].input + t * inputs_, inputs_, source(lane, t % 2));
    step(active, t % 2);
    for (std::size_t lane = 0; lane < active; ++lane) {
      const bool all = wanted == Outputs::kAll;
      if (!all && t + 1 < rows[lane].length) continue;
      std::memcpy(rows[lane].output + (all ? t * outputs_ : 0),
                  last_.data() + lane * padded_, outputs_);
    }
  }
}

}  // namespace

void run_lstm(const Kernels& kernels, const PackedMatrix& gates, std::size_t inputs,
              std::size_t outputs, const std::vector<Row>& rows, Outputs wanted) {
  Lanes lanes(kernels, gates, inputs, outputs);
  for (std::size_t i = 0; i < rows.size(); i += kernels.lanes)
    lanes.run(rows.data() + i, std::min(kernels.lanes, rows.size() - i), wanted);
}

}  // namespace tangthu::ocr::reader
