#include "base/pixel_memory.h"

#include <algorithm>
#include <mutex>
#include <new>
#include <vector>

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

// Whole huge pages: what differs by some rows fits where the other one was.
std::size_t mapped_size(std::size_t size) {
  return (size + kHugePage - 1) / kHugePage * kHugePage;
}

std::uint8_t* map_pixels(std::size_t size) {
  // As much more as it takes to begin where a huge page may; both ends are given back.
  const std::size_t wide = size + kHugePage;
  void* const mapped =
      ::mmap(nullptr, wide, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::uint8_t*>(mapped);
  const std::size_t off = reinterpret_cast<std::uintptr_t>(begin) % kHugePage;
  const std::size_t before = off == 0 ? 0 : kHugePage - off;
  std::uint8_t* const pixels = begin + before;
  if (before > 0) ::munmap(begin, before);
  if (wide > before + size) ::munmap(pixels + size, wide - before - size);
  // Wishes: without them it is only slower, or in a dump that nobody may make.
  ::madvise(pixels, size, MADV_HUGEPAGE);
  ::madvise(pixels, size, MADV_DONTDUMP);
  return pixels;
}

// Large pieces that were wiped, and are zero therefore: the next picture gets them as if
// they were new. From the system each costs the clearing of its memory once more.
class PixelPieces {
 public:
  // Never destroyed: pictures of other threads may outlive static destruction.
  static PixelPieces& instance() {
    static auto* const pieces = new PixelPieces;
    return *pieces;
  }

  // Of those that fit the smallest, and of these the one that was given back last, which
  // the caches may still hold.
  std::uint8_t* take(std::size_t size) {
    const std::lock_guard lock(mutex_);
    auto best = spare_.end();
    for (auto piece = spare_.begin(); piece != spare_.end(); ++piece) {
      const bool fits = piece->size >= size && piece->size <= kLooseFit * size;
      if (fits && (best == spare_.end() || piece->size <= best->size)) best = piece;
    }
    Piece piece;
    if (best != spare_.end()) {
      piece = *best;
      spare_.erase(best);
      spare_bytes_ -= piece.size;
    } else {
      piece = {map_pixels(size), size};
    }
    lent_.push_back(piece);
    return piece.pixels;
  }

  void give_back(std::uint8_t* pixels) {
    const std::lock_guard lock(mutex_);
    const auto piece =
        std::find_if(lent_.begin(), lent_.end(),
                     [pixels](const Piece& one) { return one.pixels == pixels; });
    spare_.push_back(*piece);
    spare_bytes_ += piece->size;
    lent_.erase(piece);
    while (spare_bytes_ > kMostSpare) {
      spare_bytes_ -= spare_.front().size;
      ::munmap(spare_.front().pixels, spare_.front().size);
      spare_.erase(spare_.begin());
    }
  }

 private:
  static constexpr std::size_t kLooseFit = 2;
  // Half of what a worker gives back at the end of an A4 page of 300 dpi.
  static constexpr std::size_t kMostSpare = std::size_t{64} << 20;

  struct Piece {
    std::uint8_t* pixels = nullptr;
    std::size_t size = 0;
  };

  std::mutex mutex_;
  std::vector<Piece> lent_;
  std::vector<Piece> spare_;  // in the order in which they were given back
  std::size_t spare_bytes_ = 0;
};

}  // namespace

void PixelsFree::operator()(std::uint8_t* pixels) const {
  wipe(pixels, size);
  if (size < kLarge) {
    delete[] pixels;
  } else {
    PixelPieces::instance().give_back(pixels);
  }
}

PixelMemory new_pixels(std::size_t size) {
  if (size < kLarge) return {new std::uint8_t[size](), PixelsFree{size}};
  return {PixelPieces::instance().take(mapped_size(size)), PixelsFree{size}};
}

}  // namespace tangthu
