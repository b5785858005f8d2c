#include "base/pixel_memory.h"

#include <new>

#include <sys/mman.h>

#include "base/secret.h"

namespace tangthu {
namespace {

#ifdef TANGTHU_SANITIZED
// The sanitizers watch what comes from new.
constexpr std::size_t kLarge = SIZE_MAX;
#else
constexpr std::size_t kLarge = std::size_t{1} << 20;
#endif
constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::uint8_t* map_pixels(std::size_t size) {
  // As much more as it takes to begin where a huge page may; both ends are given back.
  const std::size_t wide = size + kHugePage;
  void* const mapped =
      ::mmap(nullptr, wide, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::uint8_t*>(mapped);
  constexpr std::size_t kSmallPage = 4096;
  const std::size_t off = reinterpret_cast<std::uintptr_t>(begin) % kHugePage;
  const std::size_t before = off == 0 ? 0 : kHugePage - off;
  const std::size_t used = (size + kSmallPage - 1) / kSmallPage * kSmallPage;
  std::uint8_t* const pixels = begin + before;
  if (before > 0) ::munmap(begin, before);
  if (wide > before + used) ::munmap(pixels + used, wide - before - used);
  // Wishes: without them it is only slower, or in a dump that nobody may make.
  ::madvise(pixels, size, MADV_HUGEPAGE);
  ::madvise(pixels, size, MADV_DONTDUMP);
  return pixels;
}

}  // namespace

void PixelsFree::operator()(std::uint8_t* pixels) const {
  wipe(pixels, size);
  if (size < kLarge) {
    delete[] pixels;
  } else {
    ::munmap(pixels, size);
  }
}

PixelMemory new_pixels(std::size_t size) {
  auto* const pixels = size < kLarge ? new std::uint8_t[size]() : map_pixels(size);
  return {pixels, PixelsFree{size}};
}

}  // namespace tangthu
