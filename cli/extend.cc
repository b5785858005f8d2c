#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "archive/secrecy/act.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/outcome.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string id;
  std::string until;
  std::string decision;
  std::string decided;
  std::string authority;
};

Result<int> extend(Context& context, const Options& options) {
  const DocumentId id = TRY(parse_id(options.id));
  const std::string until = format_date(TRY(parse_day(options.until)));
  const std::string decided = format_date(TRY(parse_day(options.decided)));
  Json says = {{"until", until}, {"decision", options.decision}, {"decided", decided}};
  if (!options.authority.empty()) says["authority"] = options.authority;
  const auto rules = TRY(archive::SecrecyRuleBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const archive::CaseAct act{archive::kExtend, session->user().name, now_utc(),
                             std::move(says)};
  const auto action = TRY(archive::decide(*session, rules, id, act));
  const auto outcome = TRY(archive::propose(*session, action));
  report_outcome(context, outcome,
                 {{"id", id.to_string()},
                  {"until", until},
                  {"decision", options.decision},
                  {"decided", decided},
                  {"authority", options.authority}},
                 id.to_string() + ": " + tr("protected until ") + until);
  return 0;
}

}  // namespace

void add_extend(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "extend", "protect a secret for a further period, by a decision that was taken");
  command->add_option("ID", options->id, "the document's id")->required();
  command->add_option("--until", options->until, "the last day of the further period")
      ->required()
      ->type_name("D");
  command
      ->add_option("--decision", options->decision, "number and symbol of the decision")
      ->required()
      ->type_name("TEXT");
  command
      ->add_option("--decided", options->decided, "the day of the decision, YYYY-MM-DD")
      ->required()
      ->type_name("D");
  command->add_option("--authority", options->authority, "who decided")
      ->type_name("TEXT");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return extend(context, *options); };
  });
}

}  // namespace tangthu::cli
