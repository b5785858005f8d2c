#include "indexer/near.h"

#include <algorithm>

namespace tangthu::indexer {

std::vector<Span> near_matches(std::span<const std::span<const std::uint32_t>> positions,
                               std::uint32_t near) {
  std::vector<std::uint32_t> begins;
  for (const auto& of_word : positions)
    begins.insert(begins.end(), of_word.begin(), of_word.end());
  std::sort(begins.begin(), begins.end());
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  std::vector<Span> out;
  std::vector<std::size_t> next(positions.size());  // the first not before `begin`
  for (const std::uint32_t begin : begins) {
    std::uint32_t last = begin;
    for (std::size_t word = 0; word < positions.size(); ++word) {
      const auto& at = positions[word];
      while (next[word] < at.size() && at[next[word]] < begin)
        ++next[word];
      if (next[word] == at.size()) return out;  // nor from any later position on
      last = std::max(last, at[next[word]]);
    }
    if (last - begin <= near) out.push_back({begin, last});
  }
  return out;
}

}  // namespace tangthu::indexer
