// For x86-64 with AVX-VNNI (office machines without AVX-512), whose one instruction
// multiplies and adds 32 bytes.
#include "ocr/reader/kernels_256.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <cpuid.h>

#define TANGTHU_KERNEL __attribute__((target("avx2,fma,avxvnni")))
#include "ocr/reader/kernels_sums.h"

namespace tangthu::ocr::reader {
namespace {

// g++ 12 and clang 14 have no name for it: leaf 7.1, EAX bit 4.
bool has_avx_vnni() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1U << 4)) != 0;
}

struct Vectors : Vectors256 {
  TANGTHU_KERNEL static Vector added(Vector total, Vector value, Vector weight) {
    return _mm256_dpbusd_avx_epi32(total, value, weight);
  }
};

constexpr Kernels kKernels = {"avx-vnni",      Element::kOffset8, Vectors::kUnits, 4,
                              Vectors::kLanes, &widen_by_offset,  &sum<Vectors>,   &cell,
                              &pool<Vectors>,  &softmax};

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
