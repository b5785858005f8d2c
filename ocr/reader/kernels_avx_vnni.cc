// For x86-64 with AVX-VNNI (office machines without AVX-512), whose one instruction
// multiplies and adds 32 bytes.
#include "ocr/reader/kernels_256.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <cpuid.h>

#define TANGTHU_VNNI __attribute__((target("avx2,fma,avxvnni")))

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kUnits = kUnits256;
constexpr std::size_t kLanes = 3;

void widen(const std::int8_t* values, std::size_t count, void* source) {
  auto* out = static_cast<std::uint8_t*>(source);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(values[i]) ^ 0x80U);
}

// g++ 12 and clang 14 have no name for it: leaf 7.1, EAX bit 4.
bool has_avx_vnni() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1U << 4)) != 0;
}

TANGTHU_VNNI inline __m256i added(__m256i total, __m256i value, __m256i weight) {
  return _mm256_dpbusd_avx_epi32(total, value, weight);
}

// Sums go through memory to who uses them: in one function with the activations the
// compiler would keep them there all the time. Indices are constants from the start,
// which is what puts an array into registers.
template <std::size_t kRegisters, std::size_t... kRegister, std::size_t... kTotal>
TANGTHU_VNNI __attribute__((noinline)) void sum_all(
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

TANGTHU_VNNI void pool(const PackedMatrix& matrix, std::size_t block,
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

constexpr Kernels kKernels = {
    "avx-vnni", Element::kOffset8, kUnits, 4, kLanes, &widen, &sum, &cell,
    &pool,      &softmax};

}  // namespace

const Kernels* avx_vnni_kernels() {
  const bool here = __builtin_cpu_supports("avx2") != 0 &&
                    __builtin_cpu_supports("fma") != 0 && has_avx_vnni();
  return here ? &kKernels : nullptr;
}

}  // namespace tangthu::ocr::reader

#else

namespace tangthu::ocr::reader {
const Kernels* avx_vnni_kernels() {
  return nullptr;
}
}  // namespace tangthu::ocr::reader

#endif
