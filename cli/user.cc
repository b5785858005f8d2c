#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"
#include "cli/outcome.h"
#include "cli/user_words.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string name;
  std::string file;
  std::vector<std::string> roles;
};

Result<int> list_users(Context& context) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  for (const vault::User& user : TRY(session->list_users()))
    context.result(user_json(user), user_words(user));
  return 0;
}

Result<int> add(Context& context, const Options& options) {
  const vault::Roles roles = TRY(parse_roles(options.roles));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  if (vault->header().profile == vault::Profile::kAgency) {
    TRY(vault::check_separation(roles));
  }
  const Passphrase passphrase =
      TRY(context.new_passphrase(options.file, tr("Passphrase of the new user: ")));
  TRY(session->add_user(options.name, passphrase));
  const std::string added = std::string(tr("Added ")) + options.name;
  if (roles.empty()) {
    context.result({{"user", options.name}, {"done", true}}, added);
    return 0;
  }
  const vault::User user = TRY(session->find_user(options.name));
  const auto outcome = TRY(session->propose(vault::RolesAction{user.id, roles}));
  if (!outcome.done) {
    context.message(added + "; " + tr("the roles wait for two officers"));
  }
  report_outcome(context, outcome, {{"user", options.name}, {"roles", roles_json(roles)}},
                 added);
  return 0;
}

Result<int> set_roles(Context& context, const Options& options) {
  const vault::Roles roles = TRY(parse_roles(options.roles));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::User user = TRY(session->find_user(options.name));
  report_outcome(context, TRY(session->propose(vault::RolesAction{user.id, roles})),
                 {{"user", user.name}, {"roles", roles_json(roles)}},
                 user.name + ": " + roles_words(roles));
  return 0;
}

Result<int> disable(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->disable_user(options.name));
  context.result({{"user", options.name}, {"disabled", true}, {"done", true}},
                 options.name + " " + tr("(disabled)"));
  return 0;
}

Result<int> change_passphrase(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const Passphrase passphrase =
      TRY(context.new_passphrase(options.file, tr("New passphrase: ")));
  TRY(session->change_passphrase(passphrase));
  context.result({{"user", session->user().name}, {"done", true}},
                 tr("The passphrase is changed."));
  if (vault->header().profile == vault::Profile::kSingle) {
    context.message(
        tr("Make a backup now: into earlier ones you get with neither passphrase."));
  }
  return 0;
}

using Run = Result<int> (*)(Context&, const Options&);

}  // namespace

void add_user(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("user", "the vault's users and their roles");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto inner = [&](const char* word, const char* what, Run run) {
    CLI::App* made = command->add_subcommand(word, what);
    made->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  };
  const auto name = [&](CLI::App* to) {
    to->add_option("NAME", options->name, "letters, digits, '.', '-', '_'")->required();
  };
  const auto passphrase = [&](CLI::App* to) {
    to->add_option("--new-passphrase-file", options->file,
                   "read the new passphrase from the first line of a file")
        ->type_name("FILE");
  };
  CLI::App* adding = inner("add", "add a user, who may read nothing yet", add);
  name(adding);
  passphrase(adding);
  adding->add_option("--role", options->roles, "a role; may be repeated")->type_name("R");
  CLI::App* roles =
      inner("roles", "set a user's roles; 'help roles' lists them", set_roles);
  name(roles);
  roles->add_option("ROLE", options->roles, "all that he is to have")->required();
  name(inner("disable", "end a user's rights for good", disable));
  passphrase(inner("passphrase", "change your own passphrase", change_passphrase));
  command->add_subcommand("list", "list users, their roles and clearances")
      ->callback([&chosen] { chosen = list_users; });
}

}  // namespace tangthu::cli
