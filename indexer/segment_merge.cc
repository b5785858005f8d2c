#include "indexer/segment_merge.h"

#include <algorithm>

namespace tangthu::indexer {
namespace {

// Which document of which source stands at each new ordinal.
struct Origin {
  std::uint32_t source = 0;
  std::uint32_t ordinal = 0;
};

Result<void> merge_documents(std::span<const MergeSource> sources,
                             SegmentBuilder& builder) {
  std::vector<Origin> origins;
  for (std::uint32_t s = 0; s < sources.size(); ++s) {
    const auto& ordinals = sources[s].ordinals;
    for (std::uint32_t i = 0; i < ordinals.size(); ++i) {
      if (ordinals[i] == kNoOrdinal) continue;
      if (ordinals[i] >= origins.size()) origins.resize(ordinals[i] + 1);
      origins[ordinals[i]] = {s, i};
    }
  }
  for (const Origin& origin : origins) {
    const Segment& segment = *sources[origin.source].segment;
    const auto words = TRY(segment.page_words(origin.ordinal));
    builder.add_document((*TRY(segment.length_codes()))[origin.ordinal], words,
                         TRY(segment.columns())->values(origin.ordinal));
  }
  return {};
}

// One term's postings from several segments.
class Gatherer {
 public:
  void clear() {
    found_.clear();
    positions_.clear();
    next_words_.clear();
    out_.clear();
  }

  Result<void> add(PostingList list, const std::vector<std::uint32_t>& ordinals) {
    for (std::size_t i = 0; i < list.documents().size(); ++i) {
      const std::uint32_t ordinal = ordinals[list.documents()[i]];
      if (ordinal == kNoOrdinal) continue;
      found_.push_back(
          {ordinal, static_cast<std::uint32_t>(positions_.size()), list.counts()[i]});
      TRY(list.positions(i, positions_));
      TRY(list.next_words(i, next_words_));
    }
    ++lists_;
    return {};
  }

  const TermPostings& in_order() {
    if (lists_ > 1) sort();
    lists_ = 0;
    for (const Found& found : found_) {
      out_.documents.push_back(static_cast<Ordinal>(found.ordinal));
      out_.counts.push_back(found.count);
      const auto from = positions_.begin() + found.first;
      out_.positions.insert(out_.positions.end(), from, from + found.count);
      const auto next = next_words_.begin() + found.first;
      out_.next_words.insert(out_.next_words.end(), next, next + found.count);
    }
    return out_;
  }

 private:
  struct Found {
    std::uint32_t ordinal;
    std::uint32_t first;
    std::uint32_t count;
  };

  // Frequent terms are put into places and swept: sorting would be most of a merge.
  void sort() {
    if (found_.size() < kMaxSegmentDocuments / 16) {
      std::sort(found_.begin(), found_.end(),
                [](const Found& a, const Found& b) { return a.ordinal < b.ordinal; });
      return;
    }
    places_.assign(kMaxSegmentDocuments, kNoOrdinal);
    for (std::uint32_t i = 0; i < found_.size(); ++i)
      places_[found_[i].ordinal] = i;
    std::vector<Found> sorted;
    sorted.reserve(found_.size());
    for (const std::uint32_t place : places_) {
      if (place != kNoOrdinal) sorted.push_back(found_[place]);
    }
    found_.swap(sorted);
  }

  std::size_t lists_ = 0;
  std::vector<Found> found_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint8_t> next_words_;
  std::vector<std::uint32_t> places_;
  TermPostings out_;
};

// The dictionaries side by side.
class Dictionaries {
 public:
  explicit Dictionaries(std::span<const MergeSource> sources) : sources_(sources) {}

  Result<void> merge_into(SegmentBuilder& builder) {
    for (const MergeSource& source : sources_) {
      cursors_.push_back(source.segment->terms());
      alive_.push_back(TRY(cursors_.back().next()));
    }
    for (;;) {
      const std::string* least = nullptr;
      for (std::size_t i = 0; i < cursors_.size(); ++i) {
        if (alive_[i] && (least == nullptr || cursors_[i].key() < *least)) {
          least = &cursors_[i].key();
        }
      }
      if (least == nullptr) return {};
      TRY(merge_group(std::string(*least), builder));
    }
  }

 private:
  Result<void> merge_group(const std::string& key, SegmentBuilder& builder) {
    at_.clear();
    std::vector<std::string> marked;
    for (std::size_t i = 0; i < cursors_.size(); ++i) {
      if (!alive_[i] || cursors_[i].key() != key) continue;
      at_.push_back(i);
      for (const TermVariant& variant : cursors_[i].group().variants) {
        marked.push_back(variant.marked);
      }
    }
    std::sort(marked.begin(), marked.end());
    marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
    for (const std::string& variant : marked)
      TRY(merge_variant(key, variant, builder));
    for (const std::size_t i : at_)
      alive_[i] = TRY(cursors_[i].next());
    return {};
  }

  Result<void> merge_variant(const std::string& key, const std::string& marked,
                             SegmentBuilder& builder) {
    gathered_.clear();
    for (const std::size_t i : at_) {
      for (const TermVariant& variant : cursors_[i].group().variants) {
        if (variant.marked != marked) continue;
        TRY(gathered_.add(TRY(sources_[i].segment->list(variant)), sources_[i].ordinals));
      }
    }
    const TermPostings& postings = gathered_.in_order();
    if (postings.documents.empty()) return {};
    const std::size_t zero = key.find('\0');
    const std::string_view whole(key);
    return builder.add_term({whole.substr(0, zero), whole.substr(zero + 1), marked},
                            postings);
  }

  std::span<const MergeSource> sources_;
  std::vector<TermCursor> cursors_;
  std::vector<bool> alive_;
  std::vector<std::size_t> at_;  // cursors that stand at the key
  Gatherer gathered_;
};

}  // namespace

Result<void> merge_segments(std::span<const MergeSource> sources,
                            SegmentBuilder& builder) {
  TRY(merge_documents(sources, builder));
  return Dictionaries(sources).merge_into(builder);
}

}  // namespace tangthu::indexer
