// Which words of one text became which of another, by the cheapest row of changes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace tangthu::archive {

inline constexpr std::size_t kNoneAligned = static_cast<std::size_t>(-1);

// One step: a pair, or one of both alone.
struct AlignedPair {
  std::size_t before = kNoneAligned;
  std::size_t after = kNoneAligned;
};

// Of `before` × `after` things; `cost` of a pair is 0 (the same) to 2 (nothing in
// common); one alone costs 0.9.
std::vector<AlignedPair> align(
    std::size_t before, std::size_t after,
    const std::function<double(std::size_t, std::size_t)>& cost);

}  // namespace tangthu::archive
