#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kComfortableLength = 12;

Result<int> init(Context& context) {
  const auto folder = TRY(context.vault_folder());
  const Passphrase passphrase = TRY(context.passphrase(Ask::kTwice));
  if (passphrase.reveal().size() < kComfortableLength) {
    context.message(tr("The passphrase is short; several words protect better."));
  }
  vault::RootKey root;
  random_bytes(root.reveal_writable());
  std::vector<vault::Founder> founders;
  founders.push_back({context.user_name(),
                      passphrase.clone(),
                      vault::Roles::all(),
                      {{Level::kTuyetMat, {}, true}}});
  TRY(vault::Vault::create(folder, {}, root, founders));
  context.result(
      {{"vault", folder.string()}, {"profile", "single"}, {"user", context.user_name()}},
      std::string(tr("Made a trial vault for one person in ")) + folder.string());
  context.message(
      tr("Keep the passphrase: without it nothing in the vault can be read again."));
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("init", "make a vault");
  auto profile = std::make_shared<std::string>("single");
  command->add_option("--profile", *profile, "single: a trial vault for one person")
      ->check(CLI::IsMember({"single"}));
  command->callback([profile, &chosen] { chosen = init; });
}

}  // namespace tangthu::cli
