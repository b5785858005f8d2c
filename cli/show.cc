#include <CLI/CLI.hpp>

#include "archive/retrieve.h"
#include "archive/secrecy/protection.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

std::string field_line(const std::string& name, const Json& field) {
  const bool read = field.contains("value") && field["value"].is_string();
  if (!read && field.contains("readings")) return "  " + name + ": " + tr("none");
  if (!read) return "  " + name + ": " + tr("needs a person");
  const bool sure = field.value("confidence", 0.0) >= archive::kSureField;
  return "  " + name + ": " + field["value"].get<std::string>() + (sure ? "" : "  (?)");
}

// "extended: protected until 2041-03-04 (12/QĐ, 2030-01-02, UBND)"; of other acts their
// name and what they say, as 'tangthu secrecy show' has it.
std::string act_line(const Json& act) {
  const std::string name = act.value("act", "");
  std::string said;
  for (const char* key :
       {"level", "ground", "decision", "decided", "authority", "to", "on"}) {
    const std::string value = act.value(key, "");
    if (!value.empty()) said += (said.empty() ? "" : ", ") + value;
  }
  const std::string what = name == archive::kExtend
                               ? tr("extended: protected until ") + act.value("until", "")
                               : name;
  return what + (said.empty() ? "" : " (" + said + ")");
}

std::string description(const DocumentId& id, const Label& label,
                        const archive::Record& record) {
  std::string out = id.to_string() + "\n" + record.file + " (" +
                    page_count_words(record.pages) + ", " + label_words(label) + ", " +
                    format_utc(record.created) + ")";
  if (!record.dossier.empty()) out += "\n  dossier: " + record.dossier;
  if (record.has_signature) {
    out += std::string("\n  ") + tr("signed: yes; the signature was not checked");
  }
  for (const auto& [name, field] : record.fields.items()) {
    out += "\n" + field_line(name, field);
  }
  for (const Json& act : record.acts)
    out += "\n  " + act_line(act);
  for (const std::string& warning : record.warnings) {
    out += "\n  ! " + describe_warning(warning);
  }
  return out;
}

Result<int> show(Context& context, const std::string& text) {
  const DocumentId id = TRY(parse_id(text));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("show", {{"id", id.to_string()}}));
  const auto reader = TRY(session->open_document(look, id));
  const archive::Record record = TRY(archive::read_record(reader));
  context.result(document_json(reader.id(), reader.label(), record, Subject::kShown),
                 description(reader.id(), reader.label(), record));
  return 0;
}

}  // namespace

void add_show(CLI::App& app, Command& chosen) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("show", "show what is known of a document");
  command->add_option("ID", *id, "the document's id")->required();
  command->callback(
      [id, &chosen] { chosen = [id](Context& context) { return show(context, *id); }; });
}

}  // namespace tangthu::cli
