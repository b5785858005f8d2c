// For x86-64 with AVX2: products of 16 bits, which can't overflow as those of 8 bits do.
#include "ocr/reader/kernels_256.h"

#if defined(__x86_64__) && defined(__GNUC__)

#define TANGTHU_KERNEL TANGTHU_AVX2
#include "ocr/reader/kernels_sums.h"

namespace tangthu::ocr::reader {
namespace {

TANGTHU_AVX2 void widen(const std::int8_t* values, std::size_t count, void* source) {
  auto* out = static_cast<std::int16_t*>(source);
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i),
                        _mm256_cvtepi8_epi16(_mm_loadu_si128(
                            reinterpret_cast<const __m128i*>(values + i))));
  for (; i < count; ++i)
    out[i] = values[i];
}

struct Vectors : Vectors256 {
  TANGTHU_AVX2 static Vector added(Vector total, Vector value, Vector weight) {
    return _mm256_add_epi32(total, _mm256_madd_epi16(weight, value));
  }
};

constexpr Kernels kKernels = {"avx2",          Element::kInt16, Vectors::kUnits, 2,
                              Vectors::kLanes, &widen,          &sum<Vectors>,   &cell,
                              &pool<Vectors>,  &softmax};

}  // namespace

const Kernels* avx2_kernels() {
  const bool here =
      __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  return here ? &kKernels : nullptr;
}

}  // namespace tangthu::ocr::reader

#else

namespace tangthu::ocr::reader {
const Kernels* avx2_kernels() {
  return nullptr;
}
}  // namespace tangthu::ocr::reader

#endif
