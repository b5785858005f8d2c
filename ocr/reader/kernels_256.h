// What kernels of 256-bit vectors share: activations, eight at a time.
#pragma once

#include "ocr/reader/kernels.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <algorithm>
#include <cstring>

#include <immintrin.h>

#define TANGTHU_AVX2 __attribute__((target("avx2,fma")))

namespace tangthu::ocr::reader {

inline constexpr std::size_t kUnits256 = 8;

TANGTHU_AVX2 inline __m256 in_order(__m256 pairs) {
  return _mm256_castpd_ps(_mm256_permute4x64_pd(_mm256_castps_pd(pairs), 0xD8));
}

// Of what is not negative: four values and their steps from each gather, brought into
// order.
TANGTHU_AVX2 inline __m256 look_up(const TableEntry* table, __m256 x) {
  const __m256 last = _mm256_set1_ps(static_cast<float>(kTableSize - 1));
  const __m256 place = _mm256_min_ps(_mm256_mul_ps(x, _mm256_set1_ps(kTableScale)), last);
  const __m256i index = _mm256_cvttps_epi32(place);
  const auto* base = reinterpret_cast<const double*>(table);
  const __m256 low = _mm256_castpd_ps(
      _mm256_i32gather_pd(base, _mm256_castsi256_si128(index), sizeof(TableEntry)));
  const __m256 high = _mm256_castpd_ps(
      _mm256_i32gather_pd(base, _mm256_extracti128_si256(index, 1), sizeof(TableEntry)));
  const __m256 value = in_order(_mm256_shuffle_ps(low, high, 0x88));
  const __m256 step = in_order(_mm256_shuffle_ps(low, high, 0xDD));
  const __m256 offset = _mm256_sub_ps(place, _mm256_cvtepi32_ps(index));
  return _mm256_add_ps(value, _mm256_mul_ps(step, offset));
}

TANGTHU_AVX2 inline __m256 magnitude(__m256 x) {
  return _mm256_andnot_ps(_mm256_set1_ps(-0.0F), x);
}
TANGTHU_AVX2 inline __m256 sign_of(__m256 x) {
  return _mm256_and_ps(_mm256_set1_ps(-0.0F), x);
}

TANGTHU_AVX2 inline __m256 tanh_of(__m256 x) {
  return _mm256_or_ps(look_up(tanh_table(), magnitude(x)), sign_of(x));
}

TANGTHU_AVX2 inline __m256 logistic_of(__m256 x) {
  const __m256 y = look_up(logistic_table(), magnitude(x));
  const __m256 negative = _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_LT_OQ);
  return _mm256_blendv_ps(y, _mm256_sub_ps(_mm256_set1_ps(1.0F), y), negative);
}

TANGTHU_AVX2 inline void store_127ths(__m256 x, std::int8_t* output) {
  const __m256 scaled = _mm256_mul_ps(x, _mm256_set1_ps(127.0F));
  const __m256 half = _mm256_or_ps(_mm256_set1_ps(0.5F), sign_of(scaled));
  const __m256i rounded = _mm256_cvttps_epi32(_mm256_add_ps(scaled, half));
  const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(rounded),
                                        _mm256_extracti128_si256(rounded, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(output), _mm_packs_epi16(words, words));
}

TANGTHU_AVX2 inline __m256 scaled(const std::int32_t* sums, const float* scales,
                                  std::size_t gate) {
  const __m256i sum =
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + gate * kUnits256));
  return _mm256_mul_ps(_mm256_cvtepi32_ps(sum),
                       _mm256_load_ps(scales + gate * kUnits256));
}

TANGTHU_AVX2 inline void cell(const std::int32_t* sums, const float* scales, float* state,
                              std::int8_t* output) {
  const __m256 input = _mm256_mul_ps(tanh_of(scaled(sums, scales, 0)),
                                     logistic_of(scaled(sums, scales, 1)));
  const __m256 kept =
      _mm256_mul_ps(_mm256_loadu_ps(state), logistic_of(scaled(sums, scales, 2)));
  const __m256 next = _mm256_max_ps(
      _mm256_min_ps(_mm256_add_ps(kept, input), _mm256_set1_ps(kStateLimit)),
      _mm256_set1_ps(-kStateLimit));
  _mm256_storeu_ps(state, next);
  store_127ths(_mm256_mul_ps(tanh_of(next), logistic_of(scaled(sums, scales, 3))),
               output);
}

// What kernels_sums.h asks for, but for the products.
struct Vectors256 {
  using Vector = __m256i;
  static constexpr std::size_t kUnits = kUnits256;
  static constexpr std::size_t kLanes = 3;

  TANGTHU_AVX2 static Vector load(const void* from) {
    return _mm256_load_si256(static_cast<const __m256i*>(from));
  }
  TANGTHU_AVX2 static void store(std::int32_t* to, Vector value) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value);
  }
  // Four bytes of it.
  TANGTHU_AVX2 static Vector group_of(const void* source, std::size_t group) {
    std::int32_t bytes;
    std::memcpy(&bytes, static_cast<const std::uint8_t*>(source) + group * sizeof(bytes),
                sizeof(bytes));
    return _mm256_set1_epi32(bytes);
  }
  TANGTHU_AVX2 static Vector lowest() { return _mm256_set1_epi32(INT32_MIN); }
  TANGTHU_AVX2 static Vector larger(Vector a, Vector b) { return _mm256_max_epi32(a, b); }
  TANGTHU_AVX2 static void store_tanh(Vector sums, const float* scales,
                                      std::int8_t* output) {
    store_127ths(tanh_of(_mm256_mul_ps(_mm256_cvtepi32_ps(sums), _mm256_load_ps(scales))),
                 output);
  }
};

// As kernels_avx512.cc.
TANGTHU_AVX2 inline __m256 exp_of(__m256 x) {
  const __m256 k = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504F)),
                                   _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m256 r = _mm256_fnmadd_ps(k, _mm256_set1_ps(0.693359375F), x);
  r = _mm256_fnmadd_ps(k, _mm256_set1_ps(-2.12194440e-4F), r);
  __m256 p = _mm256_set1_ps(1.9875691500e-4F);
  for (const float c : {1.3981999507e-3F, 8.3334519073e-3F, 4.1665795894e-2F,
                        1.6666665459e-1F, 5.0000001201e-1F})
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c));
  p = _mm256_add_ps(_mm256_fmadd_ps(p, _mm256_mul_ps(r, r), r), _mm256_set1_ps(1.0F));
  const __m256i exponent = _mm256_slli_epi32(
      _mm256_add_epi32(_mm256_cvtps_epi32(k), _mm256_set1_epi32(127)), 23);
  return _mm256_mul_ps(p, _mm256_castsi256_ps(exponent));
}

TANGTHU_AVX2 inline void softmax(float* values, std::size_t count) {
  const float highest = *std::max_element(values, values + count);
  alignas(32) float buffer[kUnits256];
  float total = 0;
  for (std::size_t i = 0; i < count; i += kUnits256) {
    const std::size_t here = std::min(kUnits256, count - i);
    std::fill(buffer, buffer + kUnits256, highest - 86.0F);
    std::copy(values + i, values + i + here, buffer);
    const __m256 x = _mm256_sub_ps(_mm256_load_ps(buffer), _mm256_set1_ps(highest));
    _mm256_store_ps(buffer, exp_of(_mm256_max_ps(x, _mm256_set1_ps(-86.0F))));
    for (std::size_t k = 0; k < here; ++k)
      total += buffer[k];
    std::copy(buffer, buffer + here, values + i);
  }
  for (std::size_t i = 0; i < count; ++i)
    values[i] /= total;
}

}  // namespace tangthu::ocr::reader

#endif
