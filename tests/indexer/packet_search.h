// Looks terms up in one packet, as a test asks what is in it.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/packet.h"

namespace tangthu::indexer {

// Positions and pages of one term in one document.
struct Posting {
  std::uint32_t page;      // 1-based; 0: in a field
  std::uint32_t position;  // within the document, pages one after the other

  bool operator==(const Posting&) const = default;
};

// 1-based; 0: in a field.
inline std::uint32_t page_of(const Packet& packet, std::uint32_t position) {
  const auto& ends = packet.page_ends();
  const auto page = std::upper_bound(ends.begin(), ends.end(), position);
  return page == ends.end() ? 0 : static_cast<std::uint32_t>(page - ends.begin()) + 1;
}

// Of all entries for which `wanted` holds, ordered by position, each position once.
template <typename Wanted>
std::vector<Posting> postings_of(const Packet& packet, const Wanted& wanted) {
  std::vector<std::uint32_t> positions;
  for (const Packet::Entry& entry : packet.entries()) {
    if (!wanted(entry)) continue;
    Packet::for_each_position(entry.postings,
                              [&](std::uint32_t at) { positions.push_back(at); });
  }
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  std::vector<Posting> out;
  for (const std::uint32_t position : positions)
    out.push_back({page_of(packet, position), position});
  return out;
}

inline std::vector<Posting> marked_in(const Packet& packet, std::string_view term) {
  return postings_of(packet,
                     [&](const Packet::Entry& entry) { return entry.marked == term; });
}
inline std::vector<Posting> folded_in(const Packet& packet, std::string_view term) {
  return postings_of(packet,
                     [&](const Packet::Entry& entry) { return entry.folded == term; });
}
inline std::vector<Posting> beginning_in(const Packet& packet, std::string_view folded) {
  return postings_of(packet, [&](const Packet::Entry& entry) {
    return entry.folded.starts_with(folded);
  });
}

}  // namespace tangthu::indexer
