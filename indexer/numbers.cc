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

namespace {

// How many are below `number`.
std::size_t before(std::span<const std::uint32_t> ascending, std::uint32_t number) {
  return static_cast<std::size_t>(
      std::lower_bound(ascending.begin(), ascending.end(), number) - ascending.begin());
}

// How many are not above it.
std::size_t until(std::span<const std::uint32_t> ascending, std::uint32_t number) {
  return static_cast<std::size_t>(
      std::upper_bound(ascending.begin(), ascending.end(), number) - ascending.begin());
}

// Calls found(index in `few`, index in `many`).
template <typename Found>
void look_up(std::span<const std::uint32_t> few, std::span<const std::uint32_t> many,
             const Found& found) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < few.size(); ++i) {
    at = seek(many, at, few[i]);
    if (at == many.size()) return;
    if (many[at] == few[i]) found(i, at);
  }
}

}  // namespace

void find_common(std::span<const std::uint32_t> first,
                 std::span<const std::uint32_t> second, std::vector<Common>& out) {
  constexpr std::size_t kFar = 16;  // from there on a search is cheaper than a walk
  out.clear();
  if (first.empty() || second.empty()) return;
  // Where neither has begun yet, or one has ended, there is nothing.
  const std::size_t first_begin = before(first, second.front());
  const std::size_t second_begin = before(second, first.front());
  const auto common = [=](std::size_t i, std::size_t j) {
    return Common{static_cast<std::uint32_t>(first_begin + i),
                  static_cast<std::uint32_t>(second_begin + j)};
  };
  const std::uint32_t last = std::min(first.back(), second.back());
  first = first.subspan(first_begin, until(first, last) - first_begin);
  second = second.subspan(second_begin, until(second, last) - second_begin);
  if (first.size() * kFar < second.size()) {
    return look_up(first, second,
                   [&](std::size_t i, std::size_t j) { out.push_back(common(i, j)); });
  }
  if (second.size() * kFar < first.size()) {
    return look_up(second, first,
                   [&](std::size_t j, std::size_t i) { out.push_back(common(i, j)); });
  }
  // Which of the two is ahead can't be foretold: no branch for it.
  out.resize(std::min(first.size(), second.size()));
  std::size_t found = 0;
  for (std::size_t i = 0, j = 0; i < first.size() && j < second.size();) {
    const std::uint32_t a = first[i];
    const std::uint32_t b = second[j];
    if (a == b) out[found++] = common(i, j);
    i += a <= b ? 1 : 0;
    j += b <= a ? 1 : 0;
  }
  out.resize(found);
}

}  // namespace tangthu::indexer
