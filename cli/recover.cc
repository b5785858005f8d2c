#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"
#include "cli/share_file.h"
#include "vault/ceremony.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string user;
  std::vector<std::filesystem::path> share_files;
};

Result<int> recover(Context& context, const Options& options) {
  TRY(context.agency_header());
  vault::RootKey root = TRY(context.root_key());
  std::vector<vault::Share> shares;
  for (const auto& file : options.share_files)
    shares.push_back(TRY(read_share_file(file, vault::SharePurpose::kRecovery)));
  const auto vault = TRY(vault::Vault::unseal(TRY(context.vault_folder()),
                                              std::move(root), vault::Access::kWrite));
  TRY(vault::recover_access(*vault, shares, options.user));
  context.result({{"user", options.user}, {"done", true}},
                 options.user + ": " + tr("may read everything in the vault now"));
  return 0;
}

}  // namespace

void add_recover(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "recover",
      "custodians together clear a user for everything, when officers are lost");
  command->add_option("--user", options->user, "the user who is to be cleared")
      ->required()
      ->type_name("NAME");
  command
      ->add_option("--share-file", options->share_files,
                   "a custodian's recovery share; once for each")
      ->required()
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return recover(context, *options); };
  });
}

}  // namespace tangthu::cli
