#include "archive/search.h"

#include <algorithm>
#include <map>

#include "archive/retrieve.h"
#include "base/unicode.h"
#include "indexer/packet.h"
#include "indexer/query.h"
#include "indexer/ranking.h"
#include "indexer/snippet.h"
#include "scanner/names.h"

namespace tangthu::archive {
namespace {

using vault::LabelRecordKind;

bool is_iso_date(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == 'd' ? !digit : text[i] != '-') return false;
  }
  return true;
}

std::string folded_field(const std::map<std::string, std::string>& values,
                         const std::string& name) {
  const auto at = values.find(name);
  return at == values.end() ? std::string() : fold(at->second);
}

bool matches_fields(const Filter& filter,
                    const std::map<std::string, std::string>& values) {
  if (!filter.type.empty() && folded_field(values, "type") != fold(filter.type))
    return false;
  if (!filter.agency.empty()) {
    const std::string wanted = fold(filter.agency);
    const bool found =
        folded_field(values, "agency").find(wanted) != std::string::npos ||
        folded_field(values, "parent_agency").find(wanted) != std::string::npos;
    if (!found) return false;
  }
  const std::string date = folded_field(values, "date");
  if (!filter.from.empty() && (date.empty() || date < filter.from)) return false;
  return filter.to.empty() || (!date.empty() && date <= filter.to);
}

bool matches(const Filter& filter, const Label& label,
             const std::map<std::string, std::string>& values, std::string_view dossier) {
  if (filter.level && *filter.level != label.level) return false;
  if (!filter.dossier.empty() && fold(filter.dossier) != fold(dossier)) return false;
  return matches_fields(filter, values);
}

// The packets' dossier stands among their fields.
std::string dossier_of(const std::map<std::string, std::string>& fields) {
  const auto at = fields.find("dossier");
  return at == fields.end() ? std::string() : at->second;
}

Result<std::string> snippet_of(const vault::DocumentReader& reader,
                               const indexer::Hit& hit) {
  const int page = hit.pages.empty() ? 1 : hit.pages.front();
  const std::string text = TRY(page_text(reader, std::max(page, 1)));
  return indexer::make_snippet(text, hit.words);
}

Result<FoundDocument> open_hit(vault::Session& session, const vault::Look& look,
                               const indexer::Hit& hit, const Label& label) {
  const auto reader = TRY(session.open_document(look, hit.id));
  FoundDocument found{
      {hit.id, label, TRY(read_record(reader))}, hit.score, hit.pages, {}};
  if (!hide_subject(label.level)) found.snippet = TRY(snippet_of(reader, hit));
  return found;
}

}  // namespace

Result<void> check(const Filter& filter) {
  for (const std::string& date : {filter.from, filter.to}) {
    if (date.empty() || is_iso_date(date)) continue;
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
  std::size_t malformed = 0;
  out.damaged = TRY(session.visit_label_records(
      look, LabelRecordKind::kCatalogue,
      [&](const Label& label, vault::LabelRecord&& found) -> Result<void> {
        auto record = Record::decode(found.content);
        // Its maker sealed no record: that must not hide the other documents.
        if (!record) {
          ++malformed;
        } else if (matches(filter, label, record->field_values(), record->dossier)) {
          out.documents.push_back({found.document, label, std::move(*record)});
        }
        return {};
      }));
  out.damaged += malformed;
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
                        const Filter& filter, std::size_t limit) {
  TRY(check(filter));
  indexer::Ranking ranking(TRY(indexer::parse_query(query)));
  const vault::Look look = TRY(session.look("search", {{"query", query}}));
  std::map<DocumentId, Label> labels;
  Findings out;
  std::size_t malformed = 0;
  out.damaged = TRY(session.visit_label_records(
      look, LabelRecordKind::kPacket,
      [&](const Label& label, vault::LabelRecord&& found) -> Result<void> {
        const auto packet = indexer::Packet::read(found.content);
        if (!packet) {
          ++malformed;
          return {};
        }
        const auto& fields = packet->fields();
        if (matches(filter, label, fields, dossier_of(fields))) {
          const std::size_t before = ranking.size();
          ranking.add(found.document, *packet);
          if (ranking.size() > before) labels.emplace(found.document, label);
        }
        return {};
      }));

  for (const indexer::Hit& hit : ranking.best(limit)) {
    auto found = open_hit(session, look, hit, labels.at(hit.id));
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
  return out;
}

}  // namespace tangthu::archive
