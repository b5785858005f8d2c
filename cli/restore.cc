#include "vault/restore.h"

#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "vault/passphrase.h"

namespace tangthu::cli {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

struct RestoreWords {
  std::string folder;
  vault::RestoreOptions options;
  bool accept_gap = false;
  bool finish = false;
};

Result<vault::RootKey> root_key(const Context& context,
                                const std::filesystem::path& folder) {
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  if (header.profile == vault::Profile::kAgency) return context.root_key();
  const std::string name = TRY(vault::normalise_user_name(context.user_name()));
  const Passphrase passphrase = TRY(context.passphrase());
  return vault::open_slot(folder, header.id,
                          vault::derive_passphrase(header, name, passphrase));
}

Result<int> finish(Context& context, const std::filesystem::path& folder, Json json) {
  const auto report =
      TRY(vault::Vault::adopt_restored(folder, TRY(root_key(context, folder))));
  json["finished"] = true;
  json["destroyed"] = report.destroyed;
  context.result(json, std::string(tr("restored and ready; destroyed since the backup, "
                                      "and removed again: ")) +
                           std::to_string(report.destroyed));
  return 0;
}

Result<int> restore(Context& context, RestoreWords words) {
  const auto folder = TRY(context.vault_folder());
  if (words.finish) return finish(context, folder, Json::object());
  if (words.folder.empty()) {
    return fail(ErrorCode::kUsage, "no backup was named",
                "give the backup's folder, or --finish");
  }
  if (words.accept_gap) words.options.gap = vault::Gap::kAccepted;
  const auto report = TRY(vault::restore(
      words.folder, folder, words.options, [&](std::uint64_t bytes, std::uint64_t of) {
        context.progress(progress_of(bytes, of, Counted::kBytes));
      }));
  Json json = {{"snapshot", report.snapshot},
               {"time", format_utc(report.time)},
               {"files", report.files},
               {"bytes", report.bytes},
               {"log_entries", report.log_entries}};
  context.message(tr("restored as of ") + format_utc(report.time));
  const auto header = TRY(vault::read_header(folder));
  const bool can_finish = header.profile == vault::Profile::kSingle ||
                          !context.options().unseal_key_file.empty();
  if (can_finish) return finish(context, folder, json);
  json["finished"] = false;
  context.result(json, tr("unseal the vault, then run 'tangthu restore --finish'"));
  return 0;
}

}  // namespace

void add_restore(CLI::App& app, Command& chosen) {
  auto words = std::make_shared<RestoreWords>();
  CLI::App* command = app.add_subcommand(
      "restore", "put a backup's snapshot into a new folder, given with --vault");
  command->add_option("DIR", words->folder, "the backup's folder");
  command->add_option("--snapshot", words->options.snapshot, "which one; else the newest")
      ->type_name("NAME");
  command
      ->add_option("--shred", words->options.shred,
                   "the shred keys as they are now: the file 'shred', or a slot")
      ->type_name("FILE");
  command
      ->add_option("--log", words->options.log,
                   "the folder of the audit log, if it survived")
      ->type_name("DIR");
  command
      ->add_option("--witness", words->options.witness,
                   "a checkpoint that was kept elsewhere; the log must contain it")
      ->type_name("CHECKPOINT");
  command->add_flag("--accept-gap", words->accept_gap,
                    "what came after the backup may be lost");
  command->add_flag("--finish", words->finish,
                    "take a restored vault into use, once it is unsealed");
  command->callback([words, &chosen] {
    chosen = [words](Context& context) { return restore(context, *words); };
  });
}

}  // namespace tangthu::cli
