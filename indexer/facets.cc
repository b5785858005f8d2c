#include "indexer/facets.h"

#include <algorithm>
#include <map>

#include "base/unicode.h"

namespace tangthu::indexer {
namespace {

// Of one column, over all segments.
class WordCounter {
 public:
  void add(const Columns::Words& words, const OrdinalSet& documents) {
    std::vector<std::uint64_t> counts(words.values.size() + 1);
    documents.for_each([&](std::uint32_t ordinal) { ++counts[words.of[ordinal]]; });
    without_ += counts[0];
    for (std::size_t i = 0; i < words.values.size(); ++i) {
      const std::string& value = words.values[i];
      if (counts[i + 1] > 0) spellings_[fold(value)][value] += counts[i + 1];
    }
  }

  Facet take() {
    Facet out;
    out.without = without_;
    for (const auto& [folded, spellings] : spellings_)
      out.values.push_back(one_of(spellings));
    std::stable_sort(out.values.begin(), out.values.end(),
                     [](const FacetValue& a, const FacetValue& b) {
                       return a.documents > b.documents;
                     });
    return out;
  }

 private:
  using Spellings = std::map<std::string, std::uint64_t>;

  static FacetValue one_of(const Spellings& spellings) {
    FacetValue out;
    std::uint64_t most = 0;
    for (const auto& [value, documents] : spellings) {
      out.documents += documents;
      if (documents <= most) continue;
      most = documents;
      out.value = value;
    }
    return out;
  }

  std::map<std::string, Spellings> spellings_;  // by folded value
  std::uint64_t without_ = 0;
};

class YearCounter {
 public:
  void add(const std::vector<std::uint32_t>& dates, const OrdinalSet& documents) {
    constexpr std::uint32_t kDaysOfAYear = 10'000;  // as YYYYMMDD counts them
    documents.for_each(
        [&](std::uint32_t ordinal) { ++counts_[dates[ordinal] / kDaysOfAYear]; });
  }

  Facet take() {
    Facet out;
    for (auto at = counts_.rbegin(); at != counts_.rend(); ++at) {
      if (at->first == 0) {
        out.without = at->second;
      } else {
        out.values.push_back({std::to_string(at->first), at->second});
      }
    }
    return out;
  }

 private:
  std::map<std::uint32_t, std::uint64_t> counts_;  // 0: no date
};

}  // namespace

Result<Facets> count_facets(const std::vector<SegmentView>& segments,
                            const std::vector<OrdinalSet>& documents) {
  WordCounter types;
  WordCounter agencies;
  YearCounter years;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    if (documents[s].empty()) continue;
    const Columns& columns = *TRY(segments[s].segment.columns());
    types.add(columns.words(WordColumn::kType), documents[s]);
    agencies.add(columns.words(WordColumn::kAgency), documents[s]);
    years.add(columns.numbers(NumberColumn::kDate), documents[s]);
  }
  return Facets{types.take(), agencies.take(), years.take()};
}

}  // namespace tangthu::indexer
