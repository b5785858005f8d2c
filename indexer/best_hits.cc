#include "indexer/best_hits.h"

#include <algorithm>

namespace tangthu::indexer {

// Ordinals of one segment are in the order of ids.
bool BestHits::smaller_id(const Scored& a, const Scored& b) {
  if (a.segment == b.segment) return a.ordinal < b.ordinal;
  const auto first = segments_[a.segment].id_of(a.ordinal);
  const auto second = segments_[b.segment].id_of(b.ordinal);
  if (!first || !second) {
    if (!error_) error_ = first ? second.error() : first.error();
    return a.segment < b.segment;
  }
  return *first < *second;
}

bool BestHits::better(const Scored& a, const Scored& b) {
  if (a.rank != b.rank) return a.rank > b.rank;
  if (a.cost != b.cost) return a.cost < b.cost;
  if (a.score != b.score) return a.score > b.score;
  return smaller_id(a, b);
}

Result<void> BestHits::add(const Scored& scored) {
  const auto in_order = [this](const Scored& a, const Scored& b) { return better(a, b); };
  if (limit_ == 0) return {};
  if (full()) {
    if (!better(scored, heap_.front())) return {};
    std::pop_heap(heap_.begin(), heap_.end(), in_order);
    heap_.back() = scored;
  } else {
    heap_.push_back(scored);
  }
  std::push_heap(heap_.begin(), heap_.end(), in_order);
  if (error_) return Failure(*error_);
  return {};
}

Result<std::vector<Scored>> BestHits::take() {
  std::sort_heap(heap_.begin(), heap_.end(),
                 [this](const Scored& a, const Scored& b) { return better(a, b); });
  if (error_) return Failure(*error_);
  return std::move(heap_);
}

}  // namespace tangthu::indexer
