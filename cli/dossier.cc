// tangthu dossier: what is opened, filled, put in order, checked and closed.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/dossier_papers.h"
#include "cli/dossier_words.h"
#include "cli/field_words.h"
#include "cli/index_words.h"
#include "cli/message.h"
#include "cli/taking_in.h"

namespace tangthu::cli {
namespace {

using archive::Dossier;
using archive::DossierRoom;
using archive::Faults;
using archive::FieldValues;

struct Options {
  std::string code;
  std::string other;  // code of a second dossier
  std::string fonds;
  std::string title;
  std::string level;
  std::vector<std::string> compartments;
  std::vector<std::string> words;  // FIELD=VALUE, or documents
  std::string reason;
  PaperOptions paper;
};

Result<int> open(Context& context, const Options& options) {
  archive::DossierDraft draft;
  std::vector<std::string> words = options.words;
  // The first word is a value where the code is left out.
  const bool no_code = options.code.find('=') != std::string::npos;
  if (no_code) words.push_back(options.code);
  draft.typed = TRY(parse_assignments(words));
  if (!no_code) draft.code = options.code;
  draft.fonds = options.fonds;
  if (!options.title.empty()) draft.typed["title"] = options.title;
  if (draft.code.empty() && options.fonds.empty()) {
    return fail(ErrorCode::kUsage, "a dossier needs a code, or a fonds to make one in",
                "give CODE, or --fonds");
  }
  if (!options.level.empty())
    draft.label = TRY(parse_label(options.level, options.compartments));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  auto room = TRY(DossierRoom::enter(*session));
  Faults faults;
  const Dossier dossier = TRY(room.open(draft, faults));
  if (const auto code = refused(context, {{"dossier", dossier.code}}, faults))
    return *code;
  Json json = dossier_line_json(dossier, 0, 0);
  json["done"] = true;
  json.erase("documents");
  json.erase("pages");
  context.result(json, dossier.code + "  " + dossier.id.to_string());
  return 0;
}

Result<int> list(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  auto room = TRY(DossierRoom::enter(*session));
  archive::CodeUses uses = TRY(room.code_uses());
  for (const Dossier& each : room.books().dossiers) {
    const auto use = uses.extract(archive::code_key(each.code));
    if (!options.fonds.empty() && each.fonds != options.fonds) continue;
    const std::size_t documents = use ? use.mapped().documents : 0;
    const std::size_t pages = use ? use.mapped().pages : 0;
    context.result(dossier_line_json(each, documents, pages),
                   dossier_line(each, documents, pages));
  }
  if (!options.fonds.empty()) uses.clear();
  for (const auto& [key, use] : uses) {
    context.result({{"code", use.code},
                    {"level", level_code(use.highest.level)},
                    {"documents", use.documents},
                    {"pages", use.pages},
                    {"opened", false}},
                   use.code + "  " + label_words(use.highest) + "  " + tr("not opened") +
                       "  (" + std::to_string(use.documents) + " " + tr("documents") +
                       ")");
  }
  return context.exit_code_after(room.books().damaged);
}

Result<int> show(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  auto room = TRY(DossierRoom::enter(*session));
  const Dossier dossier = TRY(room.dossier(options.code));
  const auto members = TRY(room.members(dossier));
  context.result(dossier_json(room.rules(), dossier, members),
                 dossier_text(room.rules(), dossier, members));
  return context.exit_code_after(members.damaged);
}

// What changes one dossier, told when it is done.
using Change = std::function<Result<Json>(DossierRoom&, Dossier&, Faults&)>;

Result<int> change(Context& context, const Options& options, const Change& what) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->require(vault::Duty::kDescribe));
  auto room = TRY(DossierRoom::enter(*session));
  Dossier dossier = TRY(room.dossier(options.code));
  Faults faults;
  const Json done = TRY(what(room, dossier, faults));
  const Json place = {{"dossier", dossier.code}};
  if (const auto code = refused(context, place, faults)) return *code;
  Json json = {{"id", dossier.id.to_string()}, {"code", dossier.code}};
  json.update(done);
  json["done"] = true;
  std::string text = dossier.code;
  if (done.contains("documents"))
    text += ": " + done["documents"].dump() + " " + tr("documents");
  context.result(json, text);
  merge_if_due(context, session.get());
  return 0;
}

Result<int> edit(Context& context, const Options& options) {
  const FieldValues typed = TRY(parse_assignments(options.words));
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  TRY(room.edit(dossier, typed, faults));
                  return Json{{"fields", dossier.values()}};
                });
}

archive::MoveProgress telling(Context& context) {
  return [&context](std::size_t done, std::size_t of) {
    context.progress(progress_of(done, of, Counted::kDocuments));
    return !interrupted();
  };
}

Result<int> add(Context& context, const Options& options) {
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  const auto ids = TRY(room.documents(options.words));
                  const std::size_t moved =
                      TRY(room.add(dossier, ids, faults, telling(context)));
                  return Json{{"documents", moved}};
                });
}

Result<int> remove(Context& context, const Options& options) {
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  const auto ids = TRY(room.documents(options.words));
                  return Json{{"documents", TRY(room.remove(dossier, ids, faults))}};
                });
}

Result<int> reorder(Context& context, const Options& options) {
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  const auto ids = TRY(room.documents(options.words));
                  TRY(room.reorder(dossier, ids, faults));
                  return Json::object();
                });
}

Result<int> split(Context& context, const Options& options) {
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  Dossier to = TRY(room.dossier(options.other));
                  const auto ids = TRY(room.documents(options.words));
                  const std::size_t moved =
                      TRY(room.split(dossier, to, ids, faults, telling(context)));
                  return Json{{"into", to.code}, {"documents", moved}};
                });
}

Result<int> merge(Context& context, const Options& options) {
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  Dossier to = TRY(room.dossier(options.other));
                  const std::size_t moved =
                      TRY(room.merge(dossier, to, faults, telling(context)));
                  return Json{{"into", to.code}, {"documents", moved}};
                });
}

Result<int> reopen(Context& context, const Options& options) {
  return change(context, options,
                [&](DossierRoom& room, Dossier& dossier, Faults& faults) -> Result<Json> {
                  TRY(room.reopen(dossier, options.reason, faults));
                  return Json{{"state", archive::dossier_state_code(dossier.state)}};
                });
}

Result<int> check(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  auto room = TRY(DossierRoom::enter(*session));
  const Dossier dossier = TRY(room.dossier(options.code));
  const auto members = TRY(room.members(dossier));
  const auto problems =
      archive::check_dossier(room.rules(), room.books(), dossier, members);
  report_problems(context, problems);
  if (problems.empty()) {
    context.message(dossier.code + ": " + tr("nothing is wrong"));
    return 0;
  }
  return static_cast<int>(ErrorCode::kUsage);
}

Result<int> close(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->require(vault::Duty::kDescribe));
  auto room = TRY(DossierRoom::enter(*session));
  Dossier dossier = TRY(room.dossier(options.code));
  if (dossier.state != archive::DossierState::kOpen) {
    return fail(ErrorCode::kUsage, "the dossier is closed",
                "open it again with 'tangthu dossier reopen'", dossier.id.to_string());
  }
  const auto members = TRY(room.members(dossier));
  const auto problems =
      archive::check_dossier(room.rules(), room.books(), dossier, members);
  const bool absolute = std::ranges::any_of(problems, &archive::DossierProblem::absolute);
  if (absolute || (!problems.empty() && options.reason.empty())) {
    report_problems(context, problems);
    return fail(
        ErrorCode::kUsage, "the dossier is not in order, and stays open",
        "settle what is wrong, or close it with --despite REASON; a document above "
        "the dossier must be settled",
        dossier.id.to_string());
  }
  TRY(room.close(dossier, members.documents, options.reason, problems.size()));
  Json json = dossier_json(room.rules(), dossier, members);
  json["done"] = true;
  json["problems"] = problems.size();
  context.result(json, dossier.code + ": " + tr("closed"));
  return 0;
}

Result<int> inventory(Context& context, const Options& options) {
  return dossier_inventory(context, options.code, options.paper);
}

using Run = Result<int> (*)(Context&, const Options&);

class DossierWords {
 public:
  DossierWords(CLI::App& command, Command& chosen)
      : command_(command), chosen_(chosen), options_(std::make_shared<Options>()) {}

  void declare() {
    add_open();
    CLI::App* listing = word("list", "list the dossiers that you may read", list);
    listing->add_option("--fonds", options_->fonds, "only this fonds")->type_name("F");
    named("show", "show a dossier and its documents", show);
    values(named("edit", "change what is said of a dossier", edit))->required();
    documents(named("add", "put documents at its end", add));
    documents(named("remove", "take documents out of it", remove));
    documents(named("reorder", "these documents first, in this order", reorder));
    CLI::App* splitting = named("split", "move documents into another dossier", split);
    other(splitting, "--to", "the other dossier's code");
    documents(splitting);
    other(named("merge", "move all its documents into another dossier", merge), "--into",
          "the other dossier's code");
    named("check", "what is wrong with it before it is closed", check);
    named("close", "freeze its documents, their order and their number", close)
        ->add_option("--despite", options_->reason, "why, though not all is in order")
        ->type_name("REASON");
    named("reopen", "go on with a closed dossier", reopen)
        ->add_option("--reason", options_->reason, "why")
        ->required()
        ->type_name("TEXT");
    add_paper_options(*named("inventory", "the list of its documents", inventory),
                      options_->paper);
  }

 private:
  CLI::App* word(const char* name, const char* what, Run run) {
    CLI::App* made = command_.add_subcommand(name, what);
    made->callback([options = options_, run, &chosen = chosen_] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  }

  CLI::App* named(const char* name, const char* what, Run run) {
    CLI::App* made = word(name, what, run);
    made->add_option("CODE", options_->code, "the dossier's code")->required();
    return made;
  }

  CLI::Option* values(CLI::App* to) {
    return to->add_option("FIELD=VALUE", options_->words,
                          "a value; 'help fields' lists the fields");
  }

  void documents(CLI::App* to) {
    to->add_option("ID", options_->words, "documents: ids, or codes in their dossier")
        ->required();
  }

  void other(CLI::App* to, const char* name, const char* what) {
    to->add_option(name, options_->other, what)->required()->type_name("CODE");
  }

  void add_open() {
    CLI::App* made =
        word("open", "open a dossier, or adopt a code that documents bear", cli::open);
    made->add_option("CODE", options_->code, "its code (default: the next free one)");
    values(made);
    made->add_option("--title", options_->title, "its title")
        ->required()
        ->type_name("TEXT");
    made->add_option("--fonds", options_->fonds, "the fonds that it belongs to")
        ->type_name("F");
    made->add_option("--level", options_->level,
                     "its level (default: the lowest that its documents allow)")
        ->type_name("L");
    made->add_option("--compartment", options_->compartments,
                     "a compartment; may be repeated")
        ->needs("--level")
        ->type_name("C");
  }

  CLI::App& command_;
  Command& chosen_;
  std::shared_ptr<Options> options_;
};

}  // namespace

void add_dossier(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("dossier", "open, fill, put in order, check, close dossiers");
  command->require_subcommand(1);
  DossierWords(*command, chosen).declare();
}

}  // namespace tangthu::cli
