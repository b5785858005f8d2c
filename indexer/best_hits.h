// The best of what an evaluation found, by docs/INDEX.md's order.
// Thread rule: one thread at a time.
#pragma once

#include <vector>

#include "indexer/evaluate.h"

namespace tangthu::indexer {

struct Scored {
  int rank = 0;  // 2 where the marks are as typed, and 1 where runs stand together
  double score = 0;
  std::uint32_t segment = 0;
  std::uint32_t ordinal = 0;
  std::uint32_t cost = 0;  // of fuzzy words, in quarters
};

class BestHits {
 public:
  BestHits(const std::vector<SegmentView>& segments, std::size_t limit)
      : segments_(segments), limit_(limit) {}

  std::size_t size() const { return heap_.size(); }
  std::size_t limit() const { return limit_; }
  bool full() const { return heap_.size() >= limit_; }
  // Whether it would get in, or something of this segment as good would.
  bool could_enter(const Scored& scored) const {
    if (limit_ == 0) return false;
    if (!full()) return true;
    const Scored& worst = heap_.front();
    if (scored.rank != worst.rank) return scored.rank > worst.rank;
    if (scored.cost != worst.cost) return scored.cost < worst.cost;
    if (scored.score != worst.score) return scored.score > worst.score;
    return scored.segment != worst.segment || scored.ordinal < worst.ordinal;
  }
  // Errors: an id that could not be read, where it decides.
  Result<void> add(const Scored& scored);
  // Best first; nothing is left here.
  Result<std::vector<Scored>> take();

 private:
  bool better(const Scored& a, const Scored& b);
  bool smaller_id(const Scored& a, const Scored& b);

  const std::vector<SegmentView>& segments_;
  std::size_t limit_;
  std::vector<Scored> heap_;  // the worst in front
  std::optional<Error> error_;
};

}  // namespace tangthu::indexer
