#include "archive/search.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "archive/catalogue.h"
#include "archive/filter_match.h"
#include "archive/retrieve.h"
#include "archive/search_view.h"
#include "indexer/evaluate.h"
#include "indexer/query.h"
#include "indexer/snippet.h"
#include "ocr/vietnamese/legacy_text.h"
#include "scanner/names.h"

namespace tangthu::archive {
namespace {

// Who finds fewer has perhaps misspelt a word.
constexpr std::size_t kFewHits = 3;

// One number, for scripts: what goes before the score goes before it here too.
double shown_score(const indexer::Hit& hit) {
  constexpr double kRankStep = 1'000'000;
  constexpr double kCostStep = 1000;
  return hit.rank * kRankStep - hit.cost * kCostStep + hit.score;
}

bool is_damage(const Error& error) {
  return error.code() == ErrorCode::kCorrupt || error.code() == ErrorCode::kNotFound;
}

// One search: its hits opened one by one.
class HitOpener {
 public:
  HitOpener(vault::Session& session, const vault::Look& look, const Wanted& wanted)
      : session_(session), look_(look), wanted_(wanted) {}

  // Nothing where it lacks what its packet promises.
  Result<std::optional<FoundDocument>> open(const indexer::Hit& hit, const Label& label,
                                            HitShelf& shelf) {
    auto found = read(hit, label, shelf);
    if (found) return std::optional(std::move(*found));
    if (!is_damage(found.error())) return Failure(std::move(found).error());
    ++damaged_;
    return std::nullopt;
  }
  std::size_t damaged() const { return damaged_; }

 private:
  Result<FoundDocument> read(const indexer::Hit& hit, const Label& label,
                             HitShelf& shelf) {
    const bool hidden = hide_subject(label.level);
    const int shown = hit.pages.empty() ? 1 : std::max(hit.pages.front(), 1);
    const auto opened =
        TRY(shelf.open(session_, look_, label, hit.id, hidden ? 0 : shown));
    FoundDocument found{hit.id, label, opened, shown_score(hit), hit.pages, {}, {}};
    if (hidden) return found;
    found.snippet = indexer::find_snippet(opened->text, hit.words);
    if (wanted_.boxes) found.boxes = TRY(read_boxes(hit));
    return found;
  }

  // The document was opened: that the session may is settled, and in the audit log. A
  // damaged page costs its own boxes only.
  Result<std::vector<PageBoxes>> read_boxes(const indexer::Hit& hit) {
    const auto reader = TRY(session_.open_document(look_, hit.id));
    std::vector<PageBoxes> out;
    const std::size_t pages = std::min(hit.pages.size(), kMaxBoxPages);
    for (std::size_t i = 0; i < pages; ++i) {
      auto boxes = boxes_of(reader, hit.pages[i], hit);
      if (boxes) {
        out.push_back(std::move(*boxes));
      } else if (is_damage(boxes.error())) {
        ++damaged_;
      } else {
        return Failure(std::move(boxes).error());
      }
    }
    return out;
  }

  static Result<PageBoxes> boxes_of(const vault::DocumentReader& reader, int page,
                                    const indexer::Hit& hit) {
    return find_boxes(TRY(page_json(reader, page)), page, hit.words);
  }

  vault::Session& session_;
  const vault::Look& look_;
  const Wanted& wanted_;
  std::size_t damaged_ = 0;
};

// What lists don't show of a document is not proposed either.
std::vector<indexer::SegmentView> that_may_propose(
    const std::vector<indexer::SegmentView>& segments) {
  std::vector<indexer::SegmentView> out;
  std::copy_if(segments.begin(), segments.end(), std::back_inserter(out),
               [](const indexer::SegmentView& view) {
                 return view.label && !hide_subject(view.label->level);
               });
  return out;
}

indexer::Query with_filter(indexer::Query query, const Filter& filter) {
  for (indexer::Filter& each : index_filters(filter))
    query.filters.push_back(std::move(each));
  return query;
}

}  // namespace

Result<void> check(const Filter& filter) {
  for (const std::string& date : {filter.from, filter.to}) {
    if (date.empty() || indexer::day_number(date)) continue;
    return fail(ErrorCode::kUsage, "not a date", "write dates as YYYY-MM-DD", date);
  }
  return {};
}

bool hide_subject(Level level) {
  return level == Level::kTuyetMat;
}

Result<Listing> list_documents(vault::Session& session, const Filter& filter) {
  TRY(check(filter));
  const vault::Look look = TRY(session.look("list"));
  Listing out;
  out.damaged = TRY(read_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<std::any> {
        if (!matches(filter, label, record)) return std::any();
        return std::any(Listed{id, label, std::move(record)});
      },
      [&](std::any&& found) -> Result<void> {
        out.documents.push_back(std::move(*std::any_cast<Listed>(&found)));
        return {};
      }));
  // Of one second, as they lay in their stack: page 2 before page 10.
  std::sort(out.documents.begin(), out.documents.end(),
            [](const Listed& a, const Listed& b) {
              if (a.record.created != b.record.created)
                return a.record.created < b.record.created;
              if (scanner::natural_less(a.record.file, b.record.file)) return true;
              if (scanner::natural_less(b.record.file, a.record.file)) return false;
              return a.id < b.id;
            });
  return out;
}

Result<Findings> search(vault::Session& session, std::string_view query,
                        const Filter& filter, const Wanted& wanted) {
  SearchRoom room(session);
  return search(session, room, query, filter, wanted);
}

Result<Findings> search(vault::Session& session, SearchRoom& room, std::string_view query,
                        const Filter& filter, const Wanted& wanted) {
  TRY(check(filter));
  const indexer::Query parsed = TRY(indexer::parse_query(
      ocr::vietnamese::without_legacy(query, ocr::vietnamese::Evidence::kOneWord)));
  const vault::Look look = TRY(session.look("search", {{"query", query}}));
  const auto seen = TRY(room.view(look));
  const SearchView& view = *seen;
  Findings out;
  out.waiting = view.waiting;
  out.incomplete = view.incomplete;
  out.before = (wanted.page - 1) * wanted.limit;
  indexer::Demand demand;
  demand.limit = wanted.limit;
  demand.offset = out.before;
  demand.order = wanted.order;
  demand.count = true;
  demand.filter = [&](std::size_t segment, indexer::OrdinalSet& documents) {
    return keep_matching(filter, view.segments[segment].segment, documents);
  };
  const indexer::Answer answer =
      TRY(indexer::evaluate(with_filter(parsed, filter), view.segments, demand));
  out.total = answer.total;
  HitOpener opener(session, look, wanted);
  for (const indexer::Hit& hit : answer.hits) {
    auto found = TRY(opener.open(hit, *view.segments[hit.segment].label,
                                 view.indexes[hit.segment]->hits));
    if (found) out.hits.push_back(std::move(*found));
  }
  out.damaged = view.damaged + opener.damaged();
  if (wanted.facets)
    out.facets = TRY(indexer::count_facets(view.segments, answer.documents));
  if (answer.total < kFewHits)
    out.suggestions = TRY(indexer::suggest(parsed, that_may_propose(view.segments)));
  return out;
}

}  // namespace tangthu::archive
