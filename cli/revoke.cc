#include <CLI/CLI.hpp>

#include "cli/clearance_options.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/user_words.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string user;
  ClearanceOptions clearance;
};

Result<int> revoke(Context& context, const Options& options) {
  std::optional<Clearance> clearance;
  if (!options.clearance.level.empty())
    clearance = TRY(parse_clearance(options.clearance));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->revoke(options.user, clearance));
  Json json = {{"user", options.user}};
  if (clearance) json.update(clearance_json(*clearance));
  json["done"] = true;
  context.result(json,
                 options.user + ": " +
                     (clearance ? tr("may no longer read ") + clearance_words(*clearance)
                                : tr("may no longer read anything")));
  context.message(
      tr("Every session has ended. 'tangthu rekey --labels' by an officer "
         "wraps what is stored to new keys."));
  return 0;
}

}  // namespace

void add_revoke(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("revoke", "take back one clearance of a user, or all of them");
  command->add_option("USER", options->user, "the user's name")->required();
  add_clearance_options(*command, options->clearance);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return revoke(context, *options); };
  });
}

}  // namespace tangthu::cli
