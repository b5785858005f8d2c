#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "archive/secrecy/act.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/outcome.h"
#include "cli/taking_in.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string id;
  std::string level = "thuong";
  std::vector<std::string> compartments;
  bool new_key = false;
  bool keep_key = false;
  std::string decision;
  std::string decided;
  std::string ground;
  std::string authority;
};

// Whoever could read the document before and can't afterwards may have kept its key.
// Where it rises in an agency's vault, it therefore gets a new one.
vault::PayloadKey choose_key(const Options& options, vault::Profile profile,
                             const Label& from, const Label& to) {
  const bool rises = to.level > from.level;
  const bool renew = options.new_key ||
                     (rises && profile == vault::Profile::kAgency && !options.keep_key);
  return renew ? vault::PayloadKey::kRenewed : vault::PayloadKey::kKept;
}

// In an agency protection falls by a decision alone.
Result<vault::Action> without_decision(vault::Profile profile, const Label& from,
                                       vault::ClassifyAction action) {
  if (profile == vault::Profile::kSingle || action.to.level >= from.level) return action;
  return fail(ErrorCode::kUsage, "a level falls by a decision alone",
              "name it with --decision and --decided, and where the document becomes "
              "thuong --ground expired or unlisted",
              action.document.to_string());
}

Result<vault::Action> by_decision(vault::Session& session, const Options& options,
                                  const Label& from, vault::ClassifyAction action) {
  const bool falls = action.to.level == Level::kThuong;
  const char* name = falls                          ? archive::kDeclassify
                     : from.level == Level::kThuong ? archive::kClassify
                                                    : archive::kAdjust;
  Json says = {{"decision", options.decision},
               {"decided", format_date(TRY(parse_day(options.decided)))}};
  if (falls) says["ground"] = options.ground;
  if (!falls) says["level"] = level_code(action.to.level);
  if (!options.authority.empty()) says["authority"] = options.authority;
  const auto rules = TRY(archive::SecrecyRuleBook::load());
  const archive::CaseAct act{name, session.user().name, now_utc(), std::move(says)};
  auto decided = TRY(archive::decide(session, rules, action.document, act, action.key));
  // Compartments are not the act's business.
  if (auto* move = std::get_if<vault::ClassifyAction>(&decided)) move->to = action.to;
  return decided;
}

void add_decision_options(CLI::App& command, Options& options) {
  command.add_option("--decision", options.decision, "number and symbol of the decision")
      ->type_name("TEXT");
  command.add_option("--decided", options.decided, "its day, YYYY-MM-DD")->type_name("D");
  command.add_option("--authority", options.authority, "who decided")->type_name("TEXT");
}

Result<int> classify(Context& context, const Options& options) {
  const DocumentId id = TRY(parse_id(options.id));
  const Label to = TRY(parse_label(options.level, options.compartments));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::Look look = TRY(session->look("classify-look", {{"id", id.to_string()}}));
  const Label from = TRY(session->open_document(look, id)).label();
  if (from == to) {
    return fail(ErrorCode::kUsage, "the document has this level already",
                "'tangthu show' tells its level and compartments", id.to_string());
  }
  const auto key = choose_key(options, vault->header().profile, from, to);
  const vault::Action action =
      options.decision.empty()
          ? TRY(without_decision(vault->header().profile, from, {id, to, key}))
          : TRY(by_decision(*session, options, from, {id, to, key}));
  const auto outcome = TRY(archive::propose(*session, action));
  report_outcome(context, outcome,
                 {{"id", id.to_string()},
                  {"from", from.to_string()},
                  {"level", level_code(to.level)},
                  {"compartments", to.compartments},
                  {"new_key", key == vault::PayloadKey::kRenewed}},
                 id.to_string() + ": " + from.to_string() + " -> " + label_words(to));
  return 0;
}

}  // namespace

void add_classify(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("classify", "give a document another level and compartments");
  command->add_option("ID", options->id, "the document's id")->required();
  command->add_option("--level", options->level, "thuong, mat, toi-mat, tuyet-mat")
      ->required()
      ->type_name("L");
  command
      ->add_option("--compartment", options->compartments,
                   "a compartment; may be repeated; those not named are left")
      ->type_name("C");
  CLI::Option* renew = command->add_flag("--new-key", options->new_key,
                                         "seal every page again under a new key");
  command
      ->add_flag("--keep-key", options->keep_key,
                 "keep the pages as they are, even where the level rises")
      ->excludes(renew);
  add_decision_options(*command, *options);
  const auto run = [options, &chosen] {
    chosen = [options](Context& context) { return classify(context, *options); };
  };
  command->callback(run);
  CLI::App* down =
      app.add_subcommand("declassify", "make a document thuong, without compartments");
  down->add_option("ID", options->id, "the document's id")->required();
  add_decision_options(*down, *options);
  down->add_option("--ground", options->ground,
                   "expired: its period has ended; unlisted: no state secret any more")
      ->type_name("G");
  down->callback(run);
}

}  // namespace tangthu::cli
