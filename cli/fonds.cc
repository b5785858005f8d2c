// tangthu fonds: whose papers the archive keeps.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/dossier_papers.h"
#include "cli/dossier_words.h"
#include "cli/field_words.h"

namespace tangthu::cli {
namespace {

using archive::DossierRoom;
using archive::Faults;
using archive::FieldValues;

struct Options {
  std::string code;
  std::string name;
  std::vector<std::string> assignments;
  PaperOptions paper;
};

Result<int> add(Context& context, const Options& options) {
  FieldValues typed = TRY(parse_assignments(options.assignments));
  typed["fondsCode"] = options.code;
  typed["fondsName"] = options.name;
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  auto room = TRY(DossierRoom::enter(*session));
  Faults faults;
  const archive::Fonds fonds = TRY(room.add_fonds(typed, faults));
  if (const auto code = refused(context, Json::object(), faults)) return *code;
  Json json = fonds_json(fonds);
  json["done"] = true;
  context.result(json, fonds_words(fonds));
  return 0;
}

Result<int> list(Context& context, const Options&) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const auto room = TRY(DossierRoom::enter(*session));
  for (const archive::Fonds& fonds : room.books().fonds)
    context.result(fonds_json(fonds), fonds_words(fonds));
  return context.exit_code_after(room.books().damaged);
}

Result<int> show(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const auto room = TRY(DossierRoom::enter(*session));
  const archive::Fonds fonds = TRY(room.fonds(options.code));
  std::string text = fonds_words(fonds);
  const FieldValues values = fonds.values();
  for (const archive::FieldRule& rule : room.rules().of(archive::RecordKind::kFonds)) {
    const auto at = values.find(rule.name);
    if (at != values.end())
      text += "\n  " + field_label(rule) + ": " + value_words(rule, at->second);
  }
  Json json = fonds_json(fonds);
  json["dossiers"] = Json::array();
  for (const archive::Dossier& each : room.books().dossiers) {
    if (each.fonds != fonds.code) continue;
    json["dossiers"].push_back(each.code);
    text += "\n  " + each.code;
  }
  context.result(json, text);
  return context.exit_code_after(room.books().damaged);
}

Result<int> change(Context& context, const Options& options, const FieldValues& typed) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  auto room = TRY(DossierRoom::enter(*session));
  archive::Fonds fonds = TRY(room.fonds(options.code));
  Faults faults;
  TRY(room.edit_fonds(fonds, typed, faults));
  if (const auto code = refused(context, {{"fonds", fonds.code}}, faults)) return *code;
  Json json = fonds_json(fonds);
  json["done"] = true;
  context.result(json, fonds_words(fonds));
  return 0;
}

Result<int> edit(Context& context, const Options& options) {
  return change(context, options, TRY(parse_assignments(options.assignments)));
}

Result<int> close(Context& context, const Options& options) {
  return change(context, options, {{"fondsState", "02"}});
}

Result<int> inventory(Context& context, const Options& options) {
  return fonds_inventory(context, options.code, options.paper);
}

using Run = Result<int> (*)(Context&, const Options&);

}  // namespace

void add_fonds(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("fonds", "whose papers the archive keeps");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto inner = [&](const char* word, const char* what, Run run) {
    CLI::App* made = command->add_subcommand(word, what);
    made->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  };
  const auto code = [&](CLI::App* to) {
    to->add_option("CODE", options->code, "the fonds' code")->required();
    return to;
  };
  const auto values = [&](CLI::App* to) {
    to->add_option("FIELD=VALUE", options->assignments,
                   "a value; 'help fields' lists the fields");
    return to;
  };
  values(code(inner("add", "enter a fonds", add)))
      ->add_option("--name", options->name, "the fonds' name")
      ->required()
      ->type_name("TEXT");
  inner("list", "list the fonds", list);
  code(inner("show", "show a fonds and its dossiers", show));
  values(code(inner("edit", "change what is said of a fonds", edit)));
  code(inner("close", "no dossier is opened in it any more", close));
  add_paper_options(
      *code(inner("inventory", "the list of its dossiers, to hand over or keep",
                  inventory)),
      options->paper)
      .add_option("--dossier", options->paper.only, "only this one; may be repeated")
      ->type_name("CODE");
}

}  // namespace tangthu::cli
