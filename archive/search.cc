#include "archive/search.h"

#include <algorithm>

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

Result<indexer::Snippet> snippet_of(const vault::DocumentReader& reader,
                                    const indexer::Hit& hit) {
  const int page = hit.pages.empty() ? 1 : hit.pages.front();
  const std::string text = TRY(page_text(reader, std::max(page, 1)));
  return indexer::find_snippet(text, hit.words);
}

// One number, for scripts: what goes before the score goes before it here too.
double shown_score(const indexer::Hit& hit) {
  constexpr double kRankStep = 1000;
  return hit.rank * kRankStep + hit.score;
}

Result<FoundDocument> open_hit(vault::Session& session, const vault::Look& look,
                               const indexer::Hit& hit, const Label& label) {
  const auto reader = TRY(session.open_document(look, hit.id));
  FoundDocument found{
      {hit.id, label, TRY(read_record(reader))}, shown_score(hit), hit.pages, {}};
  if (!hide_subject(label.level)) found.snippet = TRY(snippet_of(reader, hit));
  return found;
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
  out.damaged = TRY(visit_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<void> {
        if (matches(filter, label, record))
          out.documents.push_back({id, label, std::move(record)});
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
                        const Filter& filter, std::size_t limit, indexer::Order order) {
  TRY(check(filter));
  const indexer::Query parsed = TRY(indexer::parse_query(
      ocr::vietnamese::without_legacy(query, ocr::vietnamese::Evidence::kOneWord)));
  const vault::Look look = TRY(session.look("search", {{"query", query}}));
  const SearchView view = TRY(SearchRoom(session).view(look));
  Findings out;
  out.damaged = view.damaged;
  out.waiting = view.waiting;
  out.incomplete = view.incomplete;
  std::size_t malformed = 0;
  indexer::Demand demand;
  demand.limit = limit;
  demand.order = order;
  const ColumnFilter columns(filter);
  if (!columns.empty()) {
    demand.filter = [&](std::size_t segment, indexer::OrdinalSet& documents) {
      return columns.apply(*view.segments[segment].label, view.segments[segment].segment,
                           documents);
    };
  }
  const indexer::Answer answer = TRY(indexer::evaluate(parsed, view.segments, demand));
  for (const indexer::Hit& hit : answer.hits) {
    auto found = open_hit(session, look, hit, *view.segments[hit.segment].label);
    if (found) {
      out.hits.push_back(std::move(*found));
    } else if (found.error().code() == ErrorCode::kCorrupt ||
               found.error().code() == ErrorCode::kNotFound) {
      ++malformed;  // it lacks what its packet promises
    } else {
      return Failure(std::move(found).error());
    }
  }
  out.damaged += malformed;
  if (answer.hits.size() < std::min(limit, kFewHits)) {
    out.suggestions = TRY(indexer::suggest(parsed, view.segments));
  }
  return out;
}

}  // namespace tangthu::archive
