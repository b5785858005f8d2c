#include <CLI/CLI.hpp>

#include "cli/clearance_options.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/user_words.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string user;
  ClearanceOptions clearance;
};

Result<int> grant(Context& context, const Options& options) {
  const Clearance clearance = TRY(parse_clearance(options.clearance));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::User user = TRY(session->find_user(options.user));
  const auto outcome = TRY(session->propose(vault::GrantAction{user.id, clearance}));
  Json json = {{"user", options.user}};
  json.update(clearance_json(clearance));
  report_outcome(context, outcome, std::move(json),
                 options.user + ": " + clearance_words(clearance));
  return 0;
}

}  // namespace

void add_grant(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("grant", "clear a user for a level and all levels below it");
  command->add_option("USER", options->user, "the user's name")->required();
  add_clearance_options(*command, options->clearance)->required();
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return grant(context, *options); };
  });
}

}  // namespace tangthu::cli
