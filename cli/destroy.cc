#include <CLI/CLI.hpp>

#include "archive/cases/case_room.h"
#include "archive/index_work.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/outcome.h"
#include "cli/shred_words.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::vector<std::string> ids;
  std::string decision;
  std::string council;  // a case's id
  bool yes = false;
};

// What a council decided on, or what was typed.
Result<vault::DestroyAction> action_of(vault::Session& session, const Options& options) {
  vault::DestroyAction out{{}, options.decision};
  if (!options.council.empty()) {
    const DocumentId id = TRY(parse_id(options.council));
    const vault::Look look = TRY(session.look("case", {{"id", id.to_string()}}));
    const auto stored = TRY(archive::read_case(session, look, id));
    auto condemned = TRY(archive::condemned_by(session, look, stored));
    out = {std::move(condemned.documents), std::move(condemned.decision)};
  }
  for (const std::string& text : options.ids)
    out.documents.push_back(TRY(parse_id(text)));
  return out;
}

Result<int> destroy(Context& context, const Options& options) {
  if (options.council.empty() == options.decision.empty() ||
      options.council.empty() == options.ids.empty()) {
    return fail(ErrorCode::kUsage, "it is not said what is to be destroyed, or by what",
                "give ids and --decision, or --case of a council that decided");
  }
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::DestroyAction action = TRY(action_of(*session, options));
  Json ids = Json::array();
  for (const DocumentId& id : action.documents)
    ids.push_back(id.to_string());
  if (!options.yes) {
    const std::string question = tr("Documents to destroy, in every backup too: ") +
                                 std::to_string(ids.size()) + ".";
    if (!TRY(context.confirm(question))) {
      return fail(ErrorCode::kUsage, "not confirmed: nothing was destroyed",
                  "type yes, or give --yes");
    }
  }
  const auto outcome = TRY(archive::propose(*session, action));
  report_outcome(context, outcome, {{"ids", ids}, {"decision", action.decision}},
                 tr("Destroyed: ") + std::to_string(ids.size()));
  if (outcome.done) TRY(warn_of_unconfirmed_slots(context));
  return 0;
}

}  // namespace

void add_destroy(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "destroy", "make documents unreadable for good, in every backup too");
  command->add_option("ID", options->ids, "the documents' ids");
  command
      ->add_option("--decision", options->decision,
                   "number of the decision that orders it")
      ->type_name("TEXT");
  command
      ->add_option("--case", options->council,
                   "what the council of this case decided on (tangthu retention)")
      ->type_name("CASE");
  command->add_flag("--yes", options->yes, "do not ask for a confirmation");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return destroy(context, *options); };
  });
}

}  // namespace tangthu::cli
