// The real segments and their evaluator against the reference, over archives that grow,
// change and are merged (tests/indexer/differential.h).
#include <algorithm>
#include <cstdlib>
#include <map>

#include <gtest/gtest.h>

#include "indexer/evaluate.h"
#include "indexer/segment_merge.h"
#include "indexer/waiting_packets.h"
#include "tests/indexer/differential.h"

namespace tangthu::indexer {
namespace {

SegmentBuilder::Sink into(Bytes& bytes) {
  return [&bytes](ByteView part) -> Result<void> {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  };
}

// Packets that wait and segments with dead members, as the vault keeps them, but in
// memory.
class Segments : public SearchUnderTest {
 public:
  void add(const DocumentId& id, const PacketSource& source) override {
    waiting_[id] = write_packet(source);
  }

  void remove(const DocumentId& id) override {
    waiting_.erase(id);
    bury(id);
  }

  void move(const DocumentId& id, const PacketSource& source) override {
    remove(id);
    add(id, source);
  }

  // By turns: what waits becomes a segment; all segments become one.
  void merge() override {
    if (!waiting_.empty()) {
      for (const auto& [id, packet] : waiting_)
        bury(id);
      segments_.push_back(made_of(waiting_));
      waiting_.clear();
    }
    if (++merges_ % 3 == 0 && segments_.size() > 1) merge_all();
  }

  std::vector<Ranked> search(const Query& query, std::size_t limit) override {
    // Without marks there is only one mode.
    const bool has_marks =
        std::any_of(query.clauses.begin(), query.clauses.end(), [](const Clause& clause) {
          return clause.need != Clause::Need::kMustNot &&
                 std::any_of(clause.terms.begin(), clause.terms.end(),
                             [](const Term& term) { return term.has_marks; });
        });
    std::vector<Ranked> out;
    for (const Hit& hit : on_two_pages(query, limit)) {
      const int rank = has_marks ? hit.rank : hit.rank + 2;
      out.push_back({hit.id, 3 - rank, static_cast<int>(hit.cost), hit.score});
    }
    return out;
  }

  std::optional<std::vector<DocumentId>> by_day(const Query& query, DayOrder order,
                                                std::size_t limit) override {
    Demand demand;
    demand.limit = limit;
    demand.order = order == DayOrder::kNewest ? Order::kNewestDate : Order::kOldestDate;
    std::vector<DocumentId> out;
    for (const Hit& hit : answer_to(query, demand).hits) {
      out.push_back(hit.id);
    }
    return out;
  }

  std::optional<std::uint64_t> count(const Query& query) override {
    Demand demand;
    demand.count = true;
    return answer_to(query, demand).total;
  }

  std::optional<Facets> facets(const Query& query) override {
    Demand demand;
    demand.count = true;
    const std::vector<SegmentView> segments = views();
    const auto answer = evaluate(query, segments, demand);
    EXPECT_TRUE(answer.has_value());
    auto facets = count_facets(segments, answer->documents);
    EXPECT_TRUE(facets.has_value());
    return std::move(*facets);
  }

 private:
  std::vector<Hit> on_two_pages(const Query& query, std::size_t limit) {
    Demand demand;
    demand.limit = (limit + 1) / 2;
    std::vector<Hit> out = answer_to(query, demand).hits;
    demand.offset = demand.limit;
    demand.limit = limit - demand.limit;
    if (demand.limit == 0) return out;
    for (Hit& hit : answer_to(query, demand).hits)
      out.push_back(std::move(hit));
    return out;
  }

  Answer answer_to(const Query& query, const Demand& demand) {
    auto answer = evaluate(query, views(), demand);
    EXPECT_TRUE(answer.has_value());
    return std::move(*answer);
  }

  std::vector<SegmentView> views() {
    std::vector<SegmentView> views;
    for (const Held& held : segments_) {
      OrdinalSet dead = held.dead;
      for (const auto& [id, packet] : waiting_) {
        if (const auto ordinal = ordinal_of(held, id)) dead.add(*ordinal);
      }
      views.push_back(
          {held.segment, dead, dead.count(),
           [&held](std::uint32_t at) -> Result<DocumentId> { return held.ids[at]; }});
    }
    WaitingPackets packets;
    for (const auto& [id, packet] : waiting_) {
      EXPECT_TRUE(packets.add(id, packet).has_value());
    }
    EXPECT_TRUE(packets.sort().has_value());
    auto more = packets.views(cache_);
    EXPECT_TRUE(more.has_value());
    for (SegmentView& view : *more)
      views.push_back(std::move(view));
    return views;
  }

  struct Held {
    Segment segment;
    std::vector<DocumentId> ids;
    OrdinalSet dead;
  };

  static std::optional<std::uint32_t> ordinal_of(const Held& held, const DocumentId& id) {
    const auto at = std::lower_bound(held.ids.begin(), held.ids.end(), id);
    if (at == held.ids.end() || *at != id) return std::nullopt;
    return static_cast<std::uint32_t>(at - held.ids.begin());
  }

  void bury(const DocumentId& id) {
    for (Held& held : segments_) {
      if (const auto ordinal = ordinal_of(held, id)) held.dead.add(*ordinal);
    }
  }

  Held opened(Bytes bytes, std::vector<DocumentId> ids) const {
    auto segment =
        Segment::open(std::make_shared<MemorySource>(std::move(bytes)), cache_);
    EXPECT_TRUE(segment.has_value());
    return {std::move(*segment), std::move(ids), {}};
  }

  Held made_of(const std::map<DocumentId, Bytes>& waiting) const {
    WaitingPackets packets;
    for (const auto& [id, packet] : waiting) {
      EXPECT_TRUE(packets.add(id, packet).has_value());
    }
    EXPECT_TRUE(packets.sort().has_value());
    Bytes bytes;
    EXPECT_TRUE(packets.write(0, into(bytes)).has_value());
    return opened(std::move(bytes), packets.ids());
  }

  void merge_all() {
    std::vector<DocumentId> ids;
    for (const Held& held : segments_) {
      for (std::uint32_t i = 0; i < held.ids.size(); ++i) {
        if (!held.dead.has(i)) ids.push_back(held.ids[i]);
      }
    }
    std::sort(ids.begin(), ids.end());
    std::vector<MergeSource> sources;
    for (const Held& held : segments_) {
      MergeSource source{&held.segment, {}};
      for (std::uint32_t i = 0; i < held.ids.size(); ++i) {
        const auto at = std::lower_bound(ids.begin(), ids.end(), held.ids[i]);
        source.ordinals.push_back(
            held.dead.has(i) ? kNoOrdinal : static_cast<std::uint32_t>(at - ids.begin()));
      }
      sources.push_back(std::move(source));
    }
    Bytes bytes;
    SegmentBuilder builder(into(bytes));
    EXPECT_TRUE(merge_segments(sources, builder).has_value());
    EXPECT_TRUE(builder.finish().has_value());
    Held merged = opened(std::move(bytes), std::move(ids));
    segments_.clear();
    segments_.push_back(std::move(merged));
  }

  std::shared_ptr<BlockCache> cache_ = std::make_shared<BlockCache>(1 << 20);
  std::map<DocumentId, Bytes> waiting_;
  std::vector<Held> segments_;
  int merges_ = 0;
};

// TANGTHU_QUERIES=100000 for the long run.
std::size_t wanted_queries() {
  const char* wanted = std::getenv("TANGTHU_QUERIES");
  return wanted == nullptr ? 2000 : std::strtoul(wanted, nullptr, 10);
}

TEST(SegmentsDifferentialTest, EverySearchOfEveryRandomArchiveIsTheReferences) {
  const auto result = run_differential([] { return std::make_unique<Segments>(); },
                                       {20261122, wanted_queries()});
  EXPECT_EQ(result.difference, "");
  EXPECT_EQ(result.queries, wanted_queries());
}

}  // namespace
}  // namespace tangthu::indexer
