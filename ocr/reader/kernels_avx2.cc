// For x86-64 with AVX2: products of 16 bits, which can't overflow as those of 8 bits do.
#include "ocr/reader/kernels_256.h"

#if defined(__x86_64__) && defined(__GNUC__)

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kUnits = kUnits256;
constexpr std::size_t kLanes = 3;

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

TANGTHU_AVX2 inline __m256i added(__m256i total, __m256i value, __m256i weight) {
  return _mm256_add_epi32(total, _mm256_madd_epi16(weight, value));
}

// Sums go through memory to who uses them: in one function with the activations the
// compiler would keep them there all the time. Indices are constants from the start,
// which is what puts an array into registers.
template <std::size_t kRegisters, std::size_t... kRegister, std::size_t... kTotal>
TANGTHU_AVX2 __attribute__((noinline)) void sum_all(
    std::index_sequence<kRegister...>, std::index_sequence<kTotal...>,
    const std::uint8_t* weights, const std::int32_t* start, std::size_t groups,
    const void* const* sources, std::int32_t* sums) {
  __m256i total[] = {load(start + kTotal % kRegisters * kUnits)...};
  for (std::size_t g = 0; g < groups; ++g) {
    const __m256i weight[] = {load(weights + (g * kRegisters + kRegister) * 32)...};
    ((total[kTotal] = added(total[kTotal], group_of(sources[kTotal / kRegisters], g),
                            weight[kTotal % kRegisters])),
     ...);
  }
  (store(sums + kTotal * kUnits, total[kTotal]), ...);
}

template <std::size_t kSources, std::size_t kRegisters>
void sum_of(const std::uint8_t* weights, const std::int32_t* start, std::size_t groups,
            const void* const* sources, std::int32_t* sums) {
  sum_all<kRegisters>(std::make_index_sequence<kRegisters>(),
                      std::make_index_sequence<kSources * kRegisters>(), weights, start,
                      groups, sources, sums);
}

using Sum = void (*)(const std::uint8_t*, const std::int32_t*, std::size_t,
                     const void* const*, std::int32_t*);
constexpr Sum kSumsOfFour[kLanes] = {&sum_of<1, 4>, &sum_of<2, 4>, &sum_of<3, 4>};
constexpr Sum kSumsOfOne[kLanes] = {&sum_of<1, 1>, &sum_of<2, 1>, &sum_of<3, 1>};

void sum(const PackedMatrix& matrix, std::size_t block, const void* const* sources,
         std::size_t lanes, std::int32_t* sums) {
  const Sum* table = matrix.registers == 1 ? kSumsOfOne : kSumsOfFour;
  table[lanes - 1](matrix.weights.data() + block * matrix.block_bytes,
                   matrix.start.data() + block * matrix.block_sums(), matrix.groups,
                   sources, sums);
}

TANGTHU_AVX2 void pool(const PackedMatrix& matrix, std::size_t block,
                       const void* const* sources, std::size_t count,
                       std::int8_t* output) {
  const std::uint8_t* weights = matrix.weights.data() + block * matrix.block_bytes;
  const __m256i start = load(matrix.start.data() + block * kUnits);
  __m256i most = _mm256_set1_epi32(INT32_MIN);
  for (std::size_t s = 0; s < count; ++s) {
    __m256i total = start;
    for (std::size_t g = 0; g < matrix.groups; ++g)
      total = added(total, group_of(sources[s], g), load(weights + g * 32));
    most = _mm256_max_epi32(most, total);
  }
  store_tanh(most, matrix.scales.data() + block * kUnits, output);
}

constexpr Kernels kKernels = {"avx2", Element::kInt16, kUnits, 2,       kLanes, &widen,
                              &sum,   &cell,           &pool,  &softmax};

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
