// `secrecy`: the acts in a document's life as a secret, and what it has been through.
#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "archive/retrieve.h"
#include "archive/secrecy/act.h"
#include "cli/case_words.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/outcome.h"

namespace tangthu::cli {
namespace {

using archive::Machine;

struct Options {
  std::string id;
  ActWords words;
};

Result<int> do_act(Context& context, const Machine& machine, const std::string& name,
                   const Options& options) {
  const DocumentId id = TRY(parse_id(options.id));
  Json says = TRY(says_of(machine, name, options.words));
  const auto rules = TRY(archive::SecrecyRuleBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const archive::CaseAct act{name, session->user().name, now_utc(), std::move(says)};
  const Json json = {{"id", id.to_string()}, {"act", name}};
  if (name == archive::kNotify) {
    TRY(archive::note_act(*session, rules, id, act));
    context.result(json, id.to_string() + "  " + name);
    return 0;
  }
  const auto action = TRY(archive::decide(*session, rules, id, act));
  report_outcome(context, TRY(archive::propose(*session, action)), json,
                 id.to_string() + "  " + name);
  return 0;
}

Result<int> show(Context& context, const std::string& text) {
  const DocumentId id = TRY(parse_id(text));
  const auto rules = TRY(archive::SecrecyRuleBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("secrecy", {{"id", id.to_string()}}));
  const auto reader = TRY(session->open_document(look, id));
  const auto record = TRY(archive::read_record(reader));
  const Level level = reader.label().level;
  const archive::Case life = archive::life_of(record, level);
  const std::string state = TRY(archive::state_of(life));
  Json acts = Json::array();
  Json notices = Json::array();
  const std::string state_shown = state.empty() ? tr("never a secret") : state;
  std::string page =
      id.to_string() + "\n" + label_words(reader.label()) + ": " + state_shown;
  for (const archive::CaseAct& act : life.acts) {
    acts.push_back(act_record(act));
    page += "\n  " + act_words(act);
  }
  for (const Date& day : archive::notices_due(rules, record, level)) {
    notices.push_back(format_date(day));
    page += std::string("\n  ! ") + tr("to be told by ") + format_date(day);
  }
  const auto next = next_acts(*life.machine, state);
  context.result({{"id", id.to_string()},
                  {"level", level_code(level)},
                  {"state", state},
                  {"acts", std::move(acts)},
                  {"notices_due", std::move(notices)},
                  {"next", next}},
                 page);
  return 0;
}

}  // namespace

void add_secrecy(CLI::App& app, Command& chosen) {
  CLI::App* group = app.add_subcommand(
      "secrecy", "what was decided of a document's secrecy, and deciding it");
  group->require_subcommand(1);
  const Machine& machine = *archive::find_machine("secrecy");
  std::vector<std::string> there;
  for (const archive::Transition& row : machine.transitions) {
    const std::string name(row.act);
    if (std::ranges::count(there, name) > 0) continue;
    there.push_back(name);
    auto options = std::make_shared<Options>();
    CLI::App* command = group->add_subcommand(name, std::string(row.meaning));
    command->add_option("DOCUMENT", options->id, "the document's id")->required();
    add_act_options(*command, machine, name, Documents::kAsOption, options->words);
    command->callback([options, name, &machine, &chosen] {
      chosen = [options, name, &machine](Context& context) {
        return do_act(context, machine, name, *options);
      };
    });
  }
  auto id = std::make_shared<std::string>();
  CLI::App* about = group->add_subcommand("show", "a document's life as a secret");
  about->add_option("DOCUMENT", *id, "the document's id")->required();
  about->callback(
      [id, &chosen] { chosen = [id](Context& context) { return show(context, *id); }; });
}

}  // namespace tangthu::cli
