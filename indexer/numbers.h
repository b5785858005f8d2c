// Arrays of numbers that come and go with every search. Large ones are kept for the next
// search of the same thread: fresh pages from the system each time would take up to half
// of its time. New elements are not zeroed. Thread rule: as for a vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <utility>
#include <vector>

namespace tangthu::indexer {

// At least `bytes`; a thread keeps kMostKept bytes at most.
inline constexpr std::size_t kMostKept = std::size_t{8} << 20;
void* take_memory(std::size_t bytes);
void give_back_memory(void* memory, std::size_t bytes) noexcept;

template <typename T>
struct Recycled {
  using value_type = T;

  Recycled() = default;
  template <typename Other>
  explicit Recycled(const Recycled<Other>& /*other*/) {}

  T* allocate(std::size_t count) {
    if (count > SIZE_MAX / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(take_memory(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    give_back_memory(memory, count * sizeof(T));
  }
  template <typename Other>
  void construct(Other* at) {
    ::new (static_cast<void*>(at)) Other;
  }
  template <typename Other, typename... Arguments>
  void construct(Other* at, Arguments&&... arguments) {
    ::new (static_cast<void*>(at)) Other(std::forward<Arguments>(arguments)...);
  }
  bool operator==(const Recycled& /*other*/) const { return true; }
};

// The first index from `from` on whose value is not below `wanted`, found by strides that
// double.
std::size_t seek(std::span<const std::uint32_t> ascending, std::size_t from,
                 std::uint32_t wanted);

// Where two ascending lists, each without doubles, have the same number.
struct Common {
  std::uint32_t in_first;
  std::uint32_t in_second;
};
// Replaces what is in `out`.
void find_common(std::span<const std::uint32_t> first,
                 std::span<const std::uint32_t> second, std::vector<Common>& out);

using Numbers = std::vector<std::uint32_t, Recycled<std::uint32_t>>;

}  // namespace tangthu::indexer
