#include "cli/document_words.h"

#include "base/clock.h"
#include "cli/message.h"
#include "vault/absent.h"

namespace tangthu::cli {

Json document_json(const DocumentId& id, const Label& label,
                   const archive::Record& record, Subject subject) {
  Json fields = record.fields;
  if (subject == Subject::kHidden) fields.erase("subject");
  return {{"id", id.to_string()},
          {"level", level_code(label.level)},
          {"compartments", label.compartments},
          {"file", record.file},
          {"pages", record.pages},
          {"dossier", record.dossier},
          {"approval", record.approval},
          {"created", format_utc(record.created)},
          {"fields", std::move(fields)},
          {"stamps", record.stamps},
          {"signed", record.has_signature},
          {"warnings", record.warnings},
          {"rescan", record.rescan_json()},
          {"acts", record.acts}};
}

std::string document_title(const archive::Record& record, Subject subject) {
  const auto values = record.field_values();
  const auto value = [&](const char* name) {
    const auto at = values.find(name);
    if (at == values.end()) return std::string();
    const bool sure = record.fields[name].value("confidence", 0.0) >= archive::kSureField;
    return at->second + (sure ? "" : "(?)");
  };
  std::string out = value("number");
  // Unless somebody said that the paper has none.
  const bool unread =
      record.fields.contains("number") && !record.fields["number"].contains("readings");
  if (out.empty() && unread) out = "?";
  if (!value("symbol").empty()) out += "/" + value("symbol");
  const auto append = [&out](const std::string& part, const char* before) {
    if (!part.empty()) out += (out.empty() ? "" : before) + part;
  };
  append(value("date"), ", ");
  append(value("type"), ", ");
  if (subject == Subject::kShown) append(value("subject"), ": ");
  return out.empty() ? record.file : out;
}

std::string label_words(const Label& label) {
  return label.to_string() + " (" + std::string(level_name(label.level)) + ")";
}

std::string page_count_words(int pages) {
  return std::to_string(pages) + " " + tr(pages == 1 ? "page" : "pages");
}

Result<DocumentId> parse_id(const std::string& text) {
  const auto id = DocumentId::parse(text);
  if (id) return *id;
  return vault::no_such_document(text);
}

Result<Date> parse_day(const std::string& text) {
  const auto day = parse_date(text);
  if (day) return *day;
  return fail(ErrorCode::kUsage, "not a date", "write dates as YYYY-MM-DD", text);
}

}  // namespace tangthu::cli
