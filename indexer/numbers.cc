#include "indexer/numbers.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tangthu::indexer {
namespace {

// Kept by sizes of powers of two, from 2^15 to 2^20 bytes.
constexpr std::size_t kLeastWidth = 15;
constexpr std::size_t kMostWidth = 20;

std::size_t width_for(std::size_t bytes) {
  return static_cast<std::size_t>(std::bit_width(bytes - 1));
}

bool is_kept(std::size_t bytes) {
  return bytes > (std::size_t{1} << (kLeastWidth - 1)) &&
         bytes <= (std::size_t{1} << kMostWidth);
}

class Kept {
 public:
  Kept() = default;
  ~Kept() {
    for (const auto& of_width : free_) {
      for (void* memory : of_width)
        ::operator delete(memory);
    }
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  void* take(std::size_t width) {
    auto& free = free_[width - kLeastWidth];
    if (free.empty()) return ::operator new (std::size_t{1} << width);
    void* memory = free.back();
    free.pop_back();
    bytes_ -= std::size_t{1} << width;
    return memory;
  }

  void give_back(void* memory, std::size_t width) noexcept {
    const std::size_t size = std::size_t{1} << width;
    auto& free = free_[width - kLeastWidth];
    if (bytes_ + size > kMostKept || free.size() == free.capacity()) {
      ::operator delete(memory);
      return;
    }
    free.push_back(memory);  // there is room: this can't throw
    bytes_ += size;
  }

  void make_room() {
    for (std::size_t i = 0; i < free_.size(); ++i)
      free_[i].reserve(kMostKept >> (i + kLeastWidth));
  }

 private:
  std::array<std::vector<void*>, kMostWidth - kLeastWidth + 1> free_;
  std::size_t bytes_ = 0;
};

Kept& kept() {
  static thread_local Kept kept;
  return kept;
}

}  // namespace

void* take_memory(std::size_t bytes) {
  if (!is_kept(bytes)) return ::operator new(bytes);
  kept().make_room();
  return kept().take(width_for(bytes));
}

void give_back_memory(void* memory, std::size_t bytes) noexcept {
  if (is_kept(bytes)) {
    kept().give_back(memory, width_for(bytes));
  } else {
    ::operator delete(memory);
  }
}

std::size_t seek(std::span<const std::uint32_t> ascending, std::size_t from,
                 std::uint32_t wanted) {
  std::size_t step = 1;
  while (from + step < ascending.size() && ascending[from + step] < wanted) {
    from += step;
    step *= 2;
  }
  const auto first = ascending.begin() + static_cast<std::ptrdiff_t>(from);
  const auto last = ascending.begin() + static_cast<std::ptrdiff_t>(
                                            std::min(from + step + 1, ascending.size()));
  return static_cast<std::size_t>(std::lower_bound(first, last, wanted) -
                                  ascending.begin());
}

}  // namespace tangthu::indexer
