#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/outcome.h"
#include "cli/shred_words.h"
#include "cli/terminal.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::vector<std::string> ids;
  std::string decision;
  bool yes = false;
};

Result<int> destroy(Context& context, const Options& options) {
  vault::DestroyAction action{{}, options.decision};
  Json ids = Json::array();
  for (const std::string& text : options.ids) {
    action.documents.push_back(TRY(parse_id(text)));
    ids.push_back(action.documents.back().to_string());
  }
  if (!options.yes) {
    const std::string question = tr("Documents to destroy, in every backup too: ") +
                                 std::to_string(options.ids.size()) + ".";
    if (!TRY(confirm(question))) {
      return fail(ErrorCode::kUsage, "not confirmed: nothing was destroyed",
                  "type yes, or give --yes");
    }
  }
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const auto outcome = TRY(archive::propose(*session, action));
  report_outcome(context, outcome, {{"ids", ids}, {"decision", options.decision}},
                 tr("Destroyed: ") + std::to_string(options.ids.size()));
  if (outcome.done) TRY(warn_of_unconfirmed_slots(context));
  return 0;
}

}  // namespace

void add_destroy(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "destroy", "make documents unreadable for good, in every backup too");
  command->add_option("ID", options->ids, "the documents' ids")->required();
  command
      ->add_option("--decision", options->decision,
                   "number of the decision that orders it")
      ->required()
      ->type_name("TEXT");
  command->add_flag("--yes", options->yes, "do not ask for a confirmation");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return destroy(context, *options); };
  });
}

}  // namespace tangthu::cli
