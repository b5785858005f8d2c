// A sealed segment of the vault as the indexer reads it.
#pragma once

#include "indexer/block_source.h"
#include "indexer/segment.h"
#include "vault/session.h"

namespace tangthu::archive {

// Opens one. Errors: those of Session::open_segment; kCorrupt when what is in it is not
// what its entry says.
Result<indexer::Segment> open_sealed_segment(
    vault::Session& session, const vault::NotedIntent& intent, const Label& label,
    const vault::SegmentEntry& entry, const std::shared_ptr<indexer::BlockCache>& cache);

}  // namespace tangthu::archive
