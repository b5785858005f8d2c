#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/keyless_note.h"
#include "cli/message.h"
#include "cli/share_file.h"
#include "cli/token_option.h"
#include "vault/keeper.h"
#include "vault/unseal_slots.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::vector<std::filesystem::path> share_files;
  std::filesystem::path key_file;
  TokenOption token;
  unsigned seal_after_minutes = 0;

  vault::KeeperOptions keeper() const {
    return {std::chrono::minutes(seal_after_minutes)};
  }
};

int say_state(const Context& context, const vault::KeeperStatus& status) {
  const bool unsealed = status.state == vault::KeeperStatus::State::kUnsealed;
  Json json = {{"sealed", !unsealed}, {"state", unsealed ? "unsealed" : "gathering"}};
  std::string text = tr("The vault is unsealed.");
  if (!unsealed) {
    json["given"] = status.given;
    json["threshold"] = status.threshold;
    text = tr("Shares given: ") + std::to_string(status.given) + "/" +
           std::to_string(status.threshold);
  }
  context.result(json, text);
  if (unsealed && !status.memory_locked) {
    context.message(
        tr("The keeper's memory could not be locked: raise 'ulimit -l', or keep swap "
           "encrypted."));
  }
  return 0;
}

Result<vault::KeeperStatus> give(const Context& context,
                                 const std::filesystem::path& folder,
                                 const vault::Share& share, const Options& options) {
  const auto status = vault::keeper_give_share(folder, share, options.keeper());
  const Json number = {{"share", share.part.number}};
  if (!status) {
    if (status.error().code() == ErrorCode::kAuthentication) {
      TRY(note_without_key(context, "unseal-failed", number));
    }
    return Failure(status.error());
  }
  const bool unsealed = status->state == vault::KeeperStatus::State::kUnsealed;
  TRY(note_without_key(context, unsealed ? "unseal" : "unseal-share", number));
  return *status;
}

Result<int> give_shares(Context& context, const std::filesystem::path& folder,
                        const Options& options) {
  vault::KeeperStatus status;
  if (options.share_files.empty()) {
    status = TRY(give(context, folder, TRY(ask_share()), options));
  }
  for (const auto& file : options.share_files) {
    const auto share = TRY(read_share_file(file, vault::SharePurpose::kUnseal));
    status = TRY(give(context, folder, share, options));
    if (status.state == vault::KeeperStatus::State::kUnsealed) break;
  }
  return say_state(context, status);
}

Result<int> hold(Context& context, const std::filesystem::path& folder,
                 Result<vault::RootKey> root, std::string_view how,
                 const Options& options) {
  if (!root) {
    if (root.error().code() == ErrorCode::kAuthentication) {
      TRY(note_without_key(context, "unseal-failed", {{"by", how}}));
    }
    return Failure(root.error());
  }
  TRY(vault::keeper_hold(folder, *root, options.keeper()));
  TRY(note_without_key(context, "unseal", {{"by", how}}));
  return say_state(context, TRY(vault::keeper_status(folder)));
}

Result<int> unseal(Context& context, const Options& options) {
  TRY(context.agency_header());
  const auto folder = TRY(context.vault_folder());
  const bool by_key = !options.key_file.empty();
  if (!by_key && !options.token.given()) return give_shares(context, folder, options);
  const auto slots = TRY(vault::read_unseal_slots(folder));
  if (by_key) {
    return hold(
        context, folder,
        vault::open_with_key_file(slots, options.key_file, vault::KeyFileOrigin::kFile),
        "key-file", options);
  }
  return hold(context, folder, open_with_token(slots, options.token), "token", options);
}

Result<int> seal(Context& context) {
  TRY(context.agency_header());
  TRY(vault::keeper_seal(TRY(context.vault_folder())));
  TRY(note_without_key(context, "seal"));
  context.result({{"sealed", true}, {"state", "sealed"}}, tr("The vault is sealed."));
  return 0;
}

}  // namespace

void add_unseal(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "unseal", "give a custodian's share; with enough of them the vault is unsealed");
  CLI::Option* shares =
      command->add_option("--share-file", options->share_files,
                          "read the share from a file; may be repeated");
  CLI::Option* key = command->add_option("--key-file", options->key_file,
                                         "unseal by a key file instead");
  shares->type_name("FILE");
  key->type_name("FILE")->excludes(shares);
  add_token_options(*command, options->token)->excludes(shares)->excludes(key);
  command
      ->add_option("--seal-after", options->seal_after_minutes,
                   "seal again after so many minutes without a command; 0: never")
      ->check(CLI::Range(0, 20 * 24 * 60))
      ->type_name("MINUTES");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return unseal(context, *options); };
  });
}

void add_seal(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("seal", "forget the root key; custodians must unseal again");
  command->callback([&chosen] { chosen = seal; });
}

}  // namespace tangthu::cli
