// The arithmetic of the network, in the forms that machines have: the same numbers from
// each, by the instructions at hand.
//
// Sums are exact (int8 products in int32); activations are looked up in Tesseract's
// tables and computed in the order in which Tesseract does, without fused products.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/reader/layers.h"

namespace tangthu::ocr::reader {

// Memory that vectors are read from.
inline constexpr std::size_t kAlignment = 64;
template <typename Value>
struct AlignedAllocator {
  using value_type = Value;
  AlignedAllocator() = default;
  template <typename Other>
  AlignedAllocator(const AlignedAllocator<Other>&) {}  // NOLINT: as allocators must
  Value* allocate(std::size_t count) {
    return static_cast<Value*>(
        ::operator new(count * sizeof(Value), std::align_val_t(kAlignment)));
  }
  void deallocate(Value* values, std::size_t) {
    ::operator delete(values, std::align_val_t(kAlignment));
  }
  bool operator==(const AlignedAllocator&) const { return true; }
};
template <typename Value>
using Aligned = std::vector<Value, AlignedAllocator<Value>>;

// How a kernel holds the values that are multiplied.
enum class Element {
  kOffset8,  // u8: the value and 128
  kInt16,
};

// Weights in the order in which a kernel reads them: blocks × groups of inputs ×
// registers × units × inputs of the group. A block gives `registers` × `units` sums.
struct PackedMatrix {
  std::size_t inputs = 0;
  std::size_t groups = 0;
  std::size_t registers = 0;
  std::size_t blocks = 0;
  std::size_t units = 0;
  std::size_t source_bytes = 0;   // of the values that it is multiplied with
  Aligned<std::uint8_t> weights;  // of Element
  Aligned<std::int32_t> start;    // a sum
  Aligned<float> scales;          // a sum; 0 where there is no such output
  std::size_t block_bytes = 0;

  std::size_t block_sums() const { return registers * units; }
};

inline constexpr std::size_t kMostLanes = 8;
inline constexpr std::size_t kMostUnits = 16;
inline constexpr std::size_t kGates = 4;

struct Kernels {
  const char* name;
  Element element;
  std::size_t units;  // sums a register
  std::size_t group;  // inputs a group; 0: all of them
  std::size_t lanes;  // sources at once

  // `count` values, as a source holds them.
  void (*widen)(const std::int8_t* values, std::size_t count, void* source);
  // Of one block, for 1 … `lanes` sources: sums[lane][register][unit].
  void (*sum)(const PackedMatrix& matrix, std::size_t block, const void* const* sources,
              std::size_t lanes, std::int32_t* sums);
  // What an LSTM's cells make of the sums of their four gates: `units` outputs, in
  // 127ths. `state` goes on to the next step.
  void (*cell)(const std::int32_t* sums, const float* scales, float* state,
               std::int8_t* output);
  // Of a block of one register: the tanh of the largest sums of all `count` sources, in
  // 127ths.
  void (*pool)(const PackedMatrix& matrix, std::size_t block, const void* const* sources,
               std::size_t count, std::int8_t* output);
  // In place.
  void (*softmax)(float* values, std::size_t count);
};

// As Element::kOffset8 has them.
inline void widen_by_offset(const std::int8_t* values, std::size_t count, void* source) {
  auto* out = static_cast<std::uint8_t*>(source);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(values[i]) ^ 0x80U);
}

const Kernels& portable_kernels();
// Null where the machine, or the build, has none.
const Kernels* avx2_kernels();
const Kernels* avx_vnni_kernels();
const Kernels* avx512_kernels();
// The fastest of them here.
const Kernels& best_kernels();
// All that run here; the first is the best.
std::vector<const Kernels*> all_kernels();

// One matrix, or the four of an LSTM's gates.
PackedMatrix pack(const Kernels& kernels, const std::vector<Matrix>& matrices);

// Pairs of a table's value and the step to the next: tanh, or the logistic function, at
// 0, 1/256, 2/256 … 16; from the last entry on all is 1.
struct TableEntry {
  float value;
  float step;
};
inline constexpr std::size_t kTableSize = 4096;
inline constexpr float kTableScale = 256.0F;
const TableEntry* tanh_table();
const TableEntry* logistic_table();
inline constexpr float kStateLimit = 100.0F;

// As Tesseract looks them up, of what is not negative.
inline float look_up(const TableEntry* table, float x) {
  const float place = std::min(x * kTableScale, static_cast<float>(kTableSize - 1));
  const auto index = static_cast<std::int32_t>(place);
  return table[index].value + table[index].step * (place - static_cast<float>(index));
}
inline float table_tanh(const TableEntry* table, float x) {
  return std::copysign(look_up(table, std::abs(x)), x);
}
inline float table_logistic(const TableEntry* table, float x) {
  const float y = look_up(table, std::abs(x));
  return x < 0 ? 1.0F - y : y;
}
// −1 … 1 in 127ths, half away from zero.
inline std::int8_t in_127ths(float x) {
  const float scaled = x * 127.0F;
  return static_cast<std::int8_t>(
      static_cast<std::int32_t>(scaled + std::copysign(0.5F, scaled)));
}

}  // namespace tangthu::ocr::reader
