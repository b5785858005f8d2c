// tangthu edit: the descriptive fields of one document, or of many by a table.
#include <CLI/CLI.hpp>

#include "archive/model/bulk_edit.h"
#include "archive/retrieve.h"
#include "base/csv.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/field_words.h"
#include "cli/index_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

using archive::BulkRow;
using archive::FieldFault;
using archive::FieldValues;

struct Options {
  std::string id;
  std::vector<std::string> assignments;
  bool confirm = false;
  bool list = false;
  std::string from;
  bool dry_run = false;
  bool only_good = false;
};

// What one command knows beside the document.
struct Room {
  archive::RecordRules rules;
  archive::Books books;
  const archive::Dossier* dossier_of(const archive::Record& record) const {
    return record.dossier.empty() ? nullptr : books.find_dossier(record.dossier);
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : ", ") + word;
  return out;
}

Result<void> list_fields(Context& context, vault::Session& session,
                         const vault::Look& look, const Room& room,
                         const archive::OpenedDocument& opened) {
  const archive::Record& record = opened.record;
  const archive::Dossier* dossier = room.dossier_of(record);
  if (!record.dossier.empty()) {
    const auto members =
        TRY(archive::read_members(session, look, record.dossier, dossier));
    for (std::size_t i = 0; i < members.documents.size(); ++i) {
      if (members.documents[i].id != opened.reader.id()) continue;
      const std::string& dossier_code = dossier ? dossier->code : record.dossier;
      const std::string code = archive::document_code(room.rules, dossier_code, i + 1);
      context.result({{"field", "docCode"}, {"value", code}, {"computed", true}},
                     "docCode: " + code);
    }
  }
  const FieldValues said = dossier == nullptr ? FieldValues() : dossier->values();
  for (const auto& field : archive::described_fields(room.rules, record, said))
    context.result(described_json(field), described_words(field));
  return {};
}

Result<int> edit_one(Context& context, const Options& options) {
  const FieldValues typed = TRY(parse_assignments(options.assignments));
  if (typed.empty() && !options.confirm && !options.list) {
    return fail(ErrorCode::kUsage, "nothing is to be edited",
                "give FIELD=VALUE, --confirm or --list");
  }
  const auto access = options.list && typed.empty() && !options.confirm
                          ? vault::Access::kRead
                          : vault::Access::kWrite;
  Room room{TRY(archive::current_record_rules()), {}};
  const auto [vault, session] = TRY(context.open_session(access));
  const auto named = DocumentId::parse(options.id);
  Json details = Json::object();
  if (named) details["id"] = named->to_string();
  vault::Look look = TRY(session->look("edit-look", details));
  room.books = TRY(archive::read_books(*session, look));
  const DocumentId id =
      TRY(archive::find_document(*session, look, room.rules, room.books, options.id));
  if (!named) look = TRY(session->look("edit-look", {{"id", id.to_string()}}));
  auto reader = TRY(session->open_document(look, id));
  archive::Record record = TRY(archive::read_record(reader));
  archive::OpenedDocument opened{std::move(reader), std::move(record)};
  if (access == vault::Access::kWrite) {
    TRY(session->require(vault::Duty::kDescribe));
    const archive::Dossier* dossier = room.dossier_of(opened.record);
    std::vector<FieldFault> faults;
    FieldValues values =
        archive::typed_values(room.rules, archive::RecordKind::kDocument, typed, faults);
    if (options.confirm)
      values.merge(archive::proposals(room.rules, opened.record, dossier));
    archive::check_edit(room.rules, opened.record, dossier, values, faults);
    const Json place = {{"id", id.to_string()}};
    if (const auto code = refused(context, place, faults)) return *code;
    const auto changed =
        TRY(archive::edit_document(*session, room.rules, opened, values));
    if (!options.list) {
      context.result({{"id", id.to_string()}, {"changed", changed}, {"done", true}},
                     id.to_string() + ": " +
                         (changed.empty() ? tr("it is so already") : joined(changed)));
    }
  }
  if (options.list) TRY(list_fields(context, *session, look, room, opened));
  return context.exit_code_after(room.books.damaged);
}

struct Tally {
  std::size_t rows = 0;
  std::size_t bad = 0;
  std::size_t changed = 0;
  std::size_t failed = 0;
};

Json row_place(const BulkRow& row) {
  Json place = {{"line", row.line}};
  if (row.id) place["id"] = row.id->to_string();
  return place;
}

void report_row(Context& context, const BulkRow& row, const char* key,
                const std::vector<std::string>& changed) {
  Json json = row_place(row);
  json[key] = changed;
  context.result(json, "line " + std::to_string(row.line) + ": " + row.name + ": " +
                           joined(changed));
}

Result<void> apply(Context& context, vault::Session& session, const vault::Look& look,
                   const archive::RecordRules& rules, const std::vector<BulkRow>& rows,
                   Tally& tally) {
  std::size_t done = 0;
  for (const BulkRow& row : rows) {
    context.progress(progress_of(done++, rows.size(), Counted::kRecords));
    if (!row.faults.empty() || row.changes.empty()) continue;
    if (interrupted()) {
      return fail(ErrorCode::kInterrupted, "interrupted",
                  "repeat the command: what is done stays done");
    }
    const auto changed = archive::apply_row(session, look, rules, row);
    if (changed) {
      if (!changed->empty()) ++tally.changed;
      report_row(context, row, "changed", *changed);
      continue;
    }
    const ErrorCode code = changed.error().code();
    if (code == ErrorCode::kStorage || code == ErrorCode::kAuthentication)
      return Failure(changed.error());
    ++tally.failed;
    context.error("line " + std::to_string(row.line), changed.error());
  }
  return {};
}

Result<int> edit_many(Context& context, const Options& options) {
  if (!options.id.empty() || options.confirm || options.list) {
    return fail(ErrorCode::kUsage, "a table names its documents itself",
                "give --from FILE alone, with --dry-run or --only-good");
  }
  const auto table = TRY(read_csv(TRY(context.read_text(options.from, kMaxCsvBytes))));
  const archive::RecordRules rules = TRY(archive::current_record_rules());
  const auto access = options.dry_run ? vault::Access::kRead : vault::Access::kWrite;
  const auto [vault, session] = TRY(context.open_session(access));
  const std::size_t rows = table.empty() ? 0 : table.size() - 1;
  const vault::Look look = TRY(session->look("edit-look", {{"rows", rows}}));
  const auto plan = TRY(archive::plan_bulk_edit(*session, look, rules, table));
  Tally tally;
  tally.rows = rows;
  std::size_t would = 0;
  for (const BulkRow& row : plan.rows) {
    report_faults(context, row_place(row), row.faults);
    if (!row.faults.empty()) ++tally.bad;
    if (!row.faults.empty() || row.changes.empty()) continue;
    ++would;
    if (options.dry_run) report_row(context, row, "would_change", row.changes);
  }
  const bool applies = !options.dry_run && (tally.bad == 0 || options.only_good);
  if (applies) {
    TRY(apply(context, *session, look, rules, plan.rows, tally));
    merge_if_due(context, session.get());
  }
  context.result({{"rows", tally.rows},
                  {"bad", tally.bad},
                  {"would_change", would},
                  {"changed", tally.changed},
                  {"failed", tally.failed},
                  {"dry_run", options.dry_run},
                  {"done", applies}},
                 std::to_string(tally.rows) + " " + tr("rows") + ", " +
                     std::to_string(tally.bad) + " " + tr("bad") + ", " +
                     std::to_string(tally.changed) + " " + tr("documents changed"));
  if (tally.failed > 0 || (applies && tally.bad > 0))
    return static_cast<int>(ErrorCode::kSomeFailed);
  if (tally.bad > 0) {
    context.message(tr("Nothing was changed: correct these rows, or give --only-good."));
    return static_cast<int>(ErrorCode::kBadInput);
  }
  return context.exit_code_after(plan.damaged);
}

}  // namespace

void add_edit(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "edit", "what a document's fields say; 'help fields' lists them");
  command->add_option("ID", options->id, "the document's id, or its code in a dossier");
  command->add_option("FIELD=VALUE", options->assignments,
                      "a value; an empty one takes the field's away");
  command->add_flag("--confirm", options->confirm,
                    "take over what is proposed for fields that nobody has settled");
  command->add_flag("--list", options->list, "show each field: value, proposal, rule");
  CLI::Option* from =
      command
          ->add_option("--from", options->from,
                       "a CSV table: id or docCode, then fields; at most 100,000 rows")
          ->type_name("FILE");
  command->add_flag("--dry-run", options->dry_run, "say what would change")->needs(from);
  command->add_flag("--only-good", options->only_good, "pass over bad rows")->needs(from);
  command->callback([options, &chosen] {
    if (options->id.empty() && options->from.empty())
      throw CLI::RequiredError("ID or --from");
    chosen = [options](Context& context) {
      return options->from.empty() ? edit_one(context, *options)
                                   : edit_many(context, *options);
    };
  });
}

}  // namespace tangthu::cli
