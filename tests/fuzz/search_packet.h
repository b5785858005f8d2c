// What a query finds in one packet.
#pragma once

#include <memory>
#include <vector>

#include "indexer/evaluate.h"
#include "indexer/waiting_packets.h"
#include "tests/fuzz/fuzz.h"

namespace tangthu::fuzz {

inline std::vector<indexer::Hit> hits_in(Bytes packet, const indexer::Query& query) {
  indexer::WaitingPackets packets;
  must(packets.add(DocumentId{}, std::move(packet)).has_value());
  must(packets.sort().has_value());
  auto views = packets.views(std::make_shared<indexer::BlockCache>());
  must(views.has_value());
  for (indexer::SegmentView& view : *views)
    view.label = Label{Level::kMat, {"nhan-su"}};
  indexer::Demand demand;
  demand.limit = 10;
  demand.count = true;
  auto answer = indexer::evaluate(query, *views, demand);
  must(answer.has_value());
  must(answer->total == answer->hits.size());
  return std::move(answer->hits);
}

}  // namespace tangthu::fuzz
