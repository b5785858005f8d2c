#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

std::string clearance_words(const Clearance& clearance) {
  std::string out = Label{clearance.level, clearance.compartments}.to_string();
  if (clearance.all_compartments) out += "+*";
  return out;
}

Json user_json(const vault::User& user) {
  Json clearances = Json::array();
  for (const Clearance& clearance : user.clearances) {
    clearances.push_back({{"level", level_code(clearance.level)},
                          {"compartments", clearance.compartments},
                          {"all_compartments", clearance.all_compartments}});
  }
  Json roles = Json::array();
  for (const vault::Role role : user.roles.list())
    roles.push_back(vault::role_code(role));
  return {{"user", user.name},
          {"roles", std::move(roles)},
          {"disabled", user.disabled},
          {"created", format_utc(user.created)},
          {"clearances", std::move(clearances)}};
}

Result<int> list_users(Context& context) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  for (const vault::User& user : TRY(session->list_users())) {
    std::string text = user.name;
    for (const vault::Role role : user.roles.list())
      text += " " + std::string(vault::role_code(role));
    for (const Clearance& clearance : user.clearances) {
      text += "  " + clearance_words(clearance);
    }
    context.result(user_json(user), text);
  }
  return 0;
}

Result<int> add(Context& context, const std::string& name, const std::string& file) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const Passphrase passphrase =
      file.empty() ? TRY(ask_passphrase("Passphrase of the new user: ", Ask::kTwice))
                   : TRY(read_passphrase_file(file));
  TRY(session->add_user(name, passphrase));
  context.result({{"user", name}}, std::string(tr("Added ")) + name);
  return 0;
}

}  // namespace

void add_user(CLI::App& app, Command& chosen) {
  struct Options {
    std::string name;
    std::string file;
  };
  CLI::App* command = app.add_subcommand("user", "add and list the vault's users");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* adding =
      command->add_subcommand("add", "add a user, who may read nothing yet");
  adding->add_option("NAME", options->name, "letters, digits, '.', '-', '_'")->required();
  adding
      ->add_option("--new-passphrase-file", options->file,
                   "read the new user's passphrase from the first line of a file")
      ->type_name("FILE");
  adding->callback([options, &chosen] {
    chosen = [options](Context& context) {
      return add(context, options->name, options->file);
    };
  });
  CLI::App* listing = command->add_subcommand("list", "list users and their clearances");
  listing->callback([&chosen] { chosen = list_users; });
}

}  // namespace tangthu::cli
