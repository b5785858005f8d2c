// Sums and pools of a block, the same for all kernels whose vectors hold one sum a unit.
// What differs is told by a struct of each:
//
//   struct Vectors {
//     using Vector = ...;
//     static constexpr std::size_t kUnits, kLanes;                     // as in Kernels
//     static Vector load(const void* aligned);
//     static void store(std::int32_t* to, Vector value);
//     static Vector group_of(const void* source, std::size_t group);   // for every unit
//     static Vector added(Vector total, Vector value, Vector weight);  // its products
//     static Vector lowest();
//     static Vector larger(Vector a, Vector b);
//     static void store_tanh(Vector sums, const float* scales, std::int8_t* output);
//   };
//
// TANGTHU_KERNEL is the attribute that allows its instructions; a file that includes this
// has defined it. Hence everything here is each file's own.
#pragma once

#include <array>
#include <utility>

#include "ocr/reader/kernels.h"

namespace tangthu::ocr::reader {
namespace {

// Sums go through memory to who uses them: in one function with the activations the
// compiler would keep them there all the time. Indices are constants from the start,
// which is what puts an array into registers.
template <typename Vectors, std::size_t kRegisters, std::size_t... kRegister,
          std::size_t... kTotal>
TANGTHU_KERNEL __attribute__((noinline)) void sum_all(
    std::index_sequence<kRegister...>, std::index_sequence<kTotal...>,
    const std::uint8_t* weights, const std::int32_t* start, std::size_t groups,
    const void* const* sources, std::int32_t* sums) {
  using Vector = typename Vectors::Vector;
  constexpr std::size_t kUnits = Vectors::kUnits;
  Vector total[] = {Vectors::load(start + kTotal % kRegisters * kUnits)...};
  for (std::size_t g = 0; g < groups; ++g) {
    const Vector weight[] = {
        Vectors::load(weights + (g * kRegisters + kRegister) * sizeof(Vector))...};
    ((total[kTotal] = Vectors::added(total[kTotal],
                                     Vectors::group_of(sources[kTotal / kRegisters], g),
                                     weight[kTotal % kRegisters])),
     ...);
  }
  (Vectors::store(sums + kTotal * kUnits, total[kTotal]), ...);
}

template <typename Vectors, std::size_t kSources, std::size_t kRegisters>
void sum_of(const std::uint8_t* weights, const std::int32_t* start, std::size_t groups,
            const void* const* sources, std::int32_t* sums) {
  sum_all<Vectors, kRegisters>(std::make_index_sequence<kRegisters>(),
                               std::make_index_sequence<kSources * kRegisters>(), weights,
                               start, groups, sources, sums);
}

using Sum = void (*)(const std::uint8_t*, const std::int32_t*, std::size_t,
                     const void* const*, std::int32_t*);

// By the number of sources less one.
template <typename Vectors, std::size_t kRegisters, std::size_t... kLane>
constexpr std::array<Sum, sizeof...(kLane)> sums_of(std::index_sequence<kLane...>) {
  return {&sum_of<Vectors, kLane + 1, kRegisters>...};
}

template <typename Vectors>
void sum(const PackedMatrix& matrix, std::size_t block, const void* const* sources,
         std::size_t lanes, std::int32_t* sums) {
  using Lanes = std::make_index_sequence<Vectors::kLanes>;
  static constexpr auto kOfFour = sums_of<Vectors, kGates>(Lanes());
  static constexpr auto kOfOne = sums_of<Vectors, 1>(Lanes());
  const auto& table = matrix.registers == 1 ? kOfOne : kOfFour;
  table[lanes - 1](matrix.weights.data() + block * matrix.block_bytes,
                   matrix.start.data() + block * matrix.block_sums(), matrix.groups,
                   sources, sums);
}

template <typename Vectors>
TANGTHU_KERNEL void pool(const PackedMatrix& matrix, std::size_t block,
                         const void* const* sources, std::size_t count,
                         std::int8_t* output) {
  using Vector = typename Vectors::Vector;
  const std::uint8_t* weights = matrix.weights.data() + block * matrix.block_bytes;
  const Vector start = Vectors::load(matrix.start.data() + block * Vectors::kUnits);
  Vector most = Vectors::lowest();
  for (std::size_t s = 0; s < count; ++s) {
    Vector total = start;
    for (std::size_t g = 0; g < matrix.groups; ++g)
      total = Vectors::added(total, Vectors::group_of(sources[s], g),
                             Vectors::load(weights + g * sizeof(Vector)));
    most = Vectors::larger(most, total);
  }
  Vectors::store_tanh(most, matrix.scales.data() + block * Vectors::kUnits, output);
}

}  // namespace
}  // namespace tangthu::ocr::reader
