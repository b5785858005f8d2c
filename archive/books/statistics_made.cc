#include "archive/books/report.h"
#include "archive/catalogue.h"
#include "archive/model/books.h"
#include "archive/model/kept_fields.h"

namespace tangthu::archive {
namespace {

std::map<std::string, std::string> words_of(const RecordRules& rules,
                                            std::string_view field) {
  std::map<std::string, std::string> out;
  const FieldRule* rule = rules.find(RecordKind::kDocument, field);
  if (rule == nullptr) return out;
  for (const FieldCode& each : rule->codes)
    out.emplace(each.code, each.vi);
  return out;
}

}  // namespace

Result<StatisticsMade> make_statistics(vault::Session& session, const vault::Look& look,
                                       int year) {
  const RecordRules rules = TRY(current_record_rules());
  const Books books = TRY(read_books(session, look));
  StatisticsWords words;
  words.conditions = words_of(rules, "format");
  words.origins = words_of(rules, "confidenceLevel");
  for (const Dossier& each : books.dossiers) {
    words.dossiers[code_key(each.code)] = {each.fonds, kept_value(each.fields, "format"),
                                           kept_value(each.fields, "confidenceLevel")};
  }
  StatisticsMade out{Statistics(std::move(words)), TRY(session.readable_labels()),
                     books.damaged};
  out.damaged += TRY(visit_catalogue(
      session, look,
      [&](const DocumentId&, const Label& label, Record&& record) -> Result<void> {
        if (year == 0 || year_of_issue(record) == year) out.statistics.add(label, record);
        return {};
      }));
  return out;
}

}  // namespace tangthu::archive
