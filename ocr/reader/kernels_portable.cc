// For any machine: plain loops, which compilers turn into the vectors that it surely has.
#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/reader/kernels.h"

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kUnits = 8;
constexpr std::size_t kLanes = 4;

void widen(const std::int8_t* values, std::size_t count, void* source) {
  auto* out = static_cast<std::int16_t*>(source);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = values[i];
}

using Totals = std::array<std::int32_t, kLanes>;
using Sources = std::array<const std::int16_t*, kLanes>;

// Of one row of weights and all sources, so that weights are fetched once. The padding of
// both is zero.
Totals totals_of(const std::int16_t* weights, const Sources& sources,
                 std::size_t inputs) {
  const std::int16_t* const a = sources[0];
  const std::int16_t* const b = sources[1];
  const std::int16_t* const c = sources[2];
  const std::int16_t* const d = sources[3];
  std::int32_t sum_a = 0;
  std::int32_t sum_b = 0;
  std::int32_t sum_c = 0;
  std::int32_t sum_d = 0;
  for (std::size_t i = 0; i < inputs; ++i) {
    sum_a += weights[i] * a[i];
    sum_b += weights[i] * b[i];
    sum_c += weights[i] * c[i];
    sum_d += weights[i] * d[i];
  }
  return {sum_a, sum_b, sum_c, sum_d};
}

// Lanes that are not there are the last one again.
Sources all_of(const void* const* sources, std::size_t lanes) {
  Sources all;
  for (std::size_t i = 0; i < kLanes; ++i)
    all[i] = static_cast<const std::int16_t*>(sources[std::min(i, lanes - 1)]);
  return all;
}

// The rows of a block's weights.
struct Rows {
  Rows(const PackedMatrix& matrix, std::size_t block)
      : count(matrix.block_sums()),
        inputs(matrix.block_bytes / (2 * count)),
        start(matrix.start.data() + block * count),
        weights(reinterpret_cast<const std::int16_t*>(matrix.weights.data() +
                                                      block * matrix.block_bytes)) {}
  std::size_t count;
  std::size_t inputs;
  const std::int32_t* start;
  const std::int16_t* weights;
};

void sum(const PackedMatrix& matrix, std::size_t block, const void* const* sources,
         std::size_t lanes, std::int32_t* sums) {
  const Rows rows(matrix, block);
  const Sources all = all_of(sources, lanes);
  for (std::size_t row = 0; row < rows.count; ++row) {
    const Totals totals = totals_of(rows.weights + row * rows.inputs, all, rows.inputs);
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane * rows.count + row] = rows.start[row] + totals[lane];
  }
}

using Values = std::array<float, kUnits>;

// Written in steps that compilers make vectors of; the table is all that they can't.
Values look_up_all(const TableEntry* table, const Values& x) {
  std::array<std::int32_t, kUnits> index;
  Values place;
  Values value;
  Values step;
  for (std::size_t i = 0; i < kUnits; ++i) {
    const float at = std::abs(x[i]) * kTableScale;
    constexpr auto kLast = static_cast<float>(kTableSize - 1);
    place[i] = at < kLast ? at : kLast;
    index[i] = static_cast<std::int32_t>(place[i]);
  }
  for (std::size_t i = 0; i < kUnits; ++i) {
    value[i] = table[index[i]].value;
    step[i] = table[index[i]].step;
  }
  for (std::size_t i = 0; i < kUnits; ++i)
    value[i] += step[i] * (place[i] - static_cast<float>(index[i]));
  return value;
}

Values tanh_all(const Values& x) {
  Values y = look_up_all(tanh_table(), x);
  for (std::size_t i = 0; i < kUnits; ++i)
    y[i] = std::copysign(y[i], x[i]);
  return y;
}

Values logistic_all(const Values& x) {
  Values y = look_up_all(logistic_table(), x);
  for (std::size_t i = 0; i < kUnits; ++i) {
    const float other = 1.0F - y[i];
    y[i] = x[i] < 0 ? other : y[i];
  }
  return y;
}

Values scaled(const std::int32_t* sums, const float* scales) {
  Values x;
  for (std::size_t i = 0; i < kUnits; ++i)
    x[i] = static_cast<float>(sums[i]) * scales[i];
  return x;
}

void store_127ths(const Values& x, std::int8_t* output) {
  std::array<std::int32_t, kUnits> rounded;
  for (std::size_t i = 0; i < kUnits; ++i) {
    const float number = x[i] * 127.0F;
    rounded[i] = static_cast<std::int32_t>(number + std::copysign(0.5F, number));
  }
  for (std::size_t i = 0; i < kUnits; ++i)
    output[i] = static_cast<std::int8_t>(rounded[i]);
}

void cell(const std::int32_t* sums, const float* scales, float* state,
          std::int8_t* output) {
  const Values input = tanh_all(scaled(sums, scales));
  const Values let_in = logistic_all(scaled(sums + kUnits, scales + kUnits));
  const Values keep = logistic_all(scaled(sums + 2 * kUnits, scales + 2 * kUnits));
  const Values let_out = logistic_all(scaled(sums + 3 * kUnits, scales + 3 * kUnits));
  Values next;
  for (std::size_t i = 0; i < kUnits; ++i) {
    const float sum = state[i] * keep[i] + input[i] * let_in[i];
    const float below = sum < kStateLimit ? sum : kStateLimit;
    next[i] = below > -kStateLimit ? below : -kStateLimit;
    state[i] = next[i];
  }
  Values out = tanh_all(next);
  for (std::size_t i = 0; i < kUnits; ++i)
    out[i] *= let_out[i];
  store_127ths(out, output);
}

void pool(const PackedMatrix& matrix, std::size_t block, const void* const* sources,
          std::size_t count, std::int8_t* output) {
  std::array<std::int32_t, kUnits> most;
  std::array<std::int32_t, kLanes * kUnits> some;
  most.fill(INT32_MIN);
  for (std::size_t from = 0; from < count; from += kLanes) {
    const std::size_t lanes = std::min(kLanes, count - from);
    sum(matrix, block, sources + from, lanes, some.data());
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      for (std::size_t i = 0; i < kUnits; ++i)
        most[i] = std::max(most[i], some[lane * kUnits + i]);
    }
  }
  store_127ths(tanh_all(scaled(most.data(), matrix.scales.data() + block * kUnits)),
               output);
}

void softmax(float* values, std::size_t count) {
  constexpr float kLowest = -86.0F;
  const float highest = *std::max_element(values, values + count);
  float total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = std::exp(std::max(values[i] - highest, kLowest));
    total += values[i];
  }
  for (std::size_t i = 0; i < count; ++i)
    values[i] /= total;
}

constexpr Kernels kKernels = {"portable", Element::kInt16, kUnits, 0,       4, &widen,
                              &sum,       &cell,           &pool,  &softmax};

}  // namespace

const Kernels& portable_kernels() {
  return kKernels;
}

}  // namespace tangthu::ocr::reader
