// Segments → one segment, without the documents that are dead.
#pragma once

#include <span>
#include <vector>

#include "indexer/segment.h"
#include "indexer/segment_builder.h"

namespace tangthu::indexer {

inline constexpr std::uint32_t kNoOrdinal = UINT32_MAX;

struct MergeSource {
  const Segment* segment;
  // By its ordinals: the ordinal that the document will have, or kNoOrdinal. Ascending.
  std::vector<std::uint32_t> ordinals;
};

// Everything into the builder, but its finish(). Together the sources fill the ordinals
// from 0 on, each once. Thread rule: pure. Errors: those of the sources and the sink.
Result<void> merge_segments(std::span<const MergeSource> sources,
                            SegmentBuilder& builder);

}  // namespace tangthu::indexer
