// For x86-64 with AVX-512 VNNI, whose one instruction multiplies and adds 64 bytes.
#include "ocr/reader/kernels.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <cstring>

#include <immintrin.h>

#define TANGTHU_KERNEL \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#include "ocr/reader/kernels_sums.h"

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kUnits = 16;

// Of what is not negative.
TANGTHU_KERNEL inline __m512 look_up(const TableEntry* table, __m512 x) {
  const __m512 last = _mm512_set1_ps(static_cast<float>(kTableSize - 1));
  const __m512 place = _mm512_min_ps(_mm512_mul_ps(x, _mm512_set1_ps(kTableScale)), last);
  const __m512i index = _mm512_cvttps_epi32(place);
  const auto* base = reinterpret_cast<const double*>(table);
  // A value and its step are fetched as one.
  const __m512 low = _mm512_castpd_ps(
      _mm512_i32gather_pd(_mm512_castsi512_si256(index), base, sizeof(TableEntry)));
  const __m512 high = _mm512_castpd_ps(
      _mm512_i32gather_pd(_mm512_extracti64x4_epi64(index, 1), base, sizeof(TableEntry)));
  const __m512i even =
      _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
  const __m512 value = _mm512_permutex2var_ps(low, even, high);
  const __m512 step = _mm512_permutex2var_ps(low, odd, high);
  const __m512 offset = _mm512_sub_ps(place, _mm512_cvtepi32_ps(index));
  return _mm512_add_ps(value, _mm512_mul_ps(step, offset));
}

TANGTHU_KERNEL inline __m512 tanh_of(__m512 x) {
  const __m512 sign = _mm512_and_ps(x, _mm512_set1_ps(-0.0F));
  return _mm512_or_ps(look_up(tanh_table(), _mm512_abs_ps(x)), sign);
}

TANGTHU_KERNEL inline __m512 logistic_of(__m512 x) {
  const __mmask16 negative = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
  const __m512 y = look_up(logistic_table(), _mm512_abs_ps(x));
  return _mm512_mask_sub_ps(y, negative, _mm512_set1_ps(1.0F), y);
}

TANGTHU_KERNEL inline void store_127ths(__m512 x, std::int8_t* output) {
  const __m512 scaled = _mm512_mul_ps(x, _mm512_set1_ps(127.0F));
  const __m512 sign = _mm512_and_ps(scaled, _mm512_set1_ps(-0.0F));
  const __m512 half = _mm512_or_ps(_mm512_set1_ps(0.5F), sign);
  const __m512i rounded = _mm512_cvttps_epi32(_mm512_add_ps(scaled, half));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(output), _mm512_cvtsepi32_epi8(rounded));
}

TANGTHU_KERNEL inline __m512 scaled(const std::int32_t* sums, const float* scales,
                                    std::size_t gate) {
  return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_loadu_si512(sums + gate * kUnits)),
                       _mm512_load_ps(scales + gate * kUnits));
}

TANGTHU_KERNEL void cell(const std::int32_t* sums, const float* scales, float* state,
                         std::int8_t* output) {
  const __m512 input = _mm512_mul_ps(tanh_of(scaled(sums, scales, 0)),
                                     logistic_of(scaled(sums, scales, 1)));
  const __m512 kept =
      _mm512_mul_ps(_mm512_loadu_ps(state), logistic_of(scaled(sums, scales, 2)));
  const __m512 limit = _mm512_set1_ps(kStateLimit);
  const __m512 next = _mm512_max_ps(_mm512_min_ps(_mm512_add_ps(kept, input), limit),
                                    _mm512_sub_ps(_mm512_setzero_ps(), limit));
  _mm512_storeu_ps(state, next);
  store_127ths(_mm512_mul_ps(tanh_of(next), logistic_of(scaled(sums, scales, 3))),
               output);
}

struct Vectors {
  using Vector = __m512i;
  static constexpr std::size_t kUnits = reader::kUnits;
  static constexpr std::size_t kLanes = 6;

  TANGTHU_KERNEL static Vector load(const void* from) { return _mm512_load_si512(from); }
  TANGTHU_KERNEL static void store(std::int32_t* to, Vector value) {
    _mm512_storeu_si512(to, value);
  }
  // Four bytes of it.
  TANGTHU_KERNEL static Vector group_of(const void* source, std::size_t group) {
    std::int32_t four;
    std::memcpy(&four, static_cast<const std::uint8_t*>(source) + group * sizeof(four),
                sizeof(four));
    return _mm512_set1_epi32(four);
  }
  TANGTHU_KERNEL static Vector added(Vector total, Vector value, Vector weight) {
    return _mm512_dpbusd_epi32(total, value, weight);
  }
  TANGTHU_KERNEL static Vector lowest() { return _mm512_set1_epi32(INT32_MIN); }
  TANGTHU_KERNEL static Vector larger(Vector a, Vector b) {
    return _mm512_max_epi32(a, b);
  }
  TANGTHU_KERNEL static void store_tanh(Vector sums, const float* scales,
                                        std::int8_t* output) {
    const __m512 values = _mm512_mul_ps(_mm512_cvtepi32_ps(sums), _mm512_load_ps(scales));
    store_127ths(tanh_of(values), output);
  }
};

// e^x for −86 ≤ x ≤ 0, within 2 in the last place: x = k·ln 2 + r, a polynomial in r
// (S. Moshier, Cephes, expf), k into the exponent.
TANGTHU_KERNEL inline __m512 exp_of(__m512 x) {
  const __m512 k = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504F)), 0);
  __m512 r = _mm512_fnmadd_ps(k, _mm512_set1_ps(0.693359375F), x);
  r = _mm512_fnmadd_ps(k, _mm512_set1_ps(-2.12194440e-4F), r);
  __m512 p = _mm512_set1_ps(1.9875691500e-4F);
  for (const float c : {1.3981999507e-3F, 8.3334519073e-3F, 4.1665795894e-2F,
                        1.6666665459e-1F, 5.0000001201e-1F})
    p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c));
  p = _mm512_add_ps(_mm512_fmadd_ps(p, _mm512_mul_ps(r, r), r), _mm512_set1_ps(1.0F));
  return _mm512_scalef_ps(p, k);
}

TANGTHU_KERNEL inline __mmask16 first(std::size_t count) {
  return static_cast<__mmask16>(count >= kUnits ? 0xFFFFU : (1U << count) - 1);
}

TANGTHU_KERNEL void softmax(float* values, std::size_t count) {
  __m512 most = _mm512_set1_ps(values[0]);
  for (std::size_t i = 0; i < count; i += kUnits)
    most = _mm512_mask_max_ps(most, first(count - i), most,
                              _mm512_maskz_loadu_ps(first(count - i), values + i));
  const __m512 highest = _mm512_set1_ps(_mm512_reduce_max_ps(most));
  __m512 total = _mm512_setzero_ps();
  for (std::size_t i = 0; i < count; i += kUnits) {
    const __mmask16 mask = first(count - i);
    const __m512 x = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, values + i), highest);
    const __m512 y = exp_of(_mm512_max_ps(x, _mm512_set1_ps(-86.0F)));
    total = _mm512_mask_add_ps(total, mask, total, y);
    _mm512_mask_storeu_ps(values + i, mask, y);
  }
  const __m512 sum = _mm512_set1_ps(_mm512_reduce_add_ps(total));
  for (std::size_t i = 0; i < count; i += kUnits) {
    const __mmask16 mask = first(count - i);
    _mm512_mask_storeu_ps(values + i, mask,
                          _mm512_div_ps(_mm512_maskz_loadu_ps(mask, values + i), sum));
  }
}

constexpr Kernels kKernels = {"avx512-vnni",   Element::kOffset8, kUnits,        4,
                              Vectors::kLanes, &widen_by_offset,  &sum<Vectors>, &cell,
                              &pool<Vectors>,  &softmax};

}  // namespace

const Kernels* avx512_kernels() {
  const bool here = __builtin_cpu_supports("avx512f") != 0 &&
                    __builtin_cpu_supports("avx512bw") != 0 &&
                    __builtin_cpu_supports("avx512vl") != 0 &&
                    __builtin_cpu_supports("avx512dq") != 0 &&
                    __builtin_cpu_supports("avx512vnni") != 0;
  return here ? &kKernels : nullptr;
}

}  // namespace tangthu::ocr::reader

#else

namespace tangthu::ocr::reader {
const Kernels* avx512_kernels() {
  return nullptr;
}
}  // namespace tangthu::ocr::reader

#endif
