#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"
#include "cli/taking_in.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string user;
  std::string level;
  std::vector<std::string> compartments;
};

Result<int> grant(Context& context, const Options& options) {
  const Label label = TRY(parse_label(options.level, options.compartments));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::User user = TRY(session->find_user(options.user));
  TRY(session->propose(vault::GrantAction{user.id, {label.level, label.compartments}}));
  context.result({{"user", options.user},
                  {"level", level_code(label.level)},
                  {"compartments", label.compartments}},
                 options.user + ": " + label.to_string());
  return 0;
}

}  // namespace

void add_grant(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("grant", "clear a user for a level and all levels below it");
  command->add_option("USER", options->user, "the user's name")->required();
  command->add_option("--level", options->level, "thuong, mat, toi-mat, tuyet-mat")
      ->required()
      ->type_name("L");
  command
      ->add_option("--compartment", options->compartments,
                   "a compartment; may be repeated")
      ->type_name("C");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return grant(context, *options); };
  });
}

}  // namespace tangthu::cli
