#include <CLI/CLI.hpp>

#include "base/id.h"
#include "cli/commands.h"
#include "cli/maintenance.h"
#include "cli/message.h"
#include "cli/token_option.h"
#include "vault/unseal_slots.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string name;
  std::filesystem::path file;
  TokenOption token;
  std::string key_label = "tangthu";
};

int say(const Context& context, const std::string& name, const char* what) {
  context.result({{"slot", name}, {"done", true}}, name + ": " + what);
  return 0;
}

Result<int> add_key_file(Context& context, const Options& options) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  const auto& id = vault->header().id;
  TRY(vault->journal().note("unseal-slot-add", session->user().name,
                            {{"slot", options.name}, {"kind", "key-file"}}));
  const auto slot =
      TRY(vault::make_key_file_slot(id, vault->root(), options.name, options.file));
  TRY(vault::add_unseal_slot(vault->folder(), id, slot));
  return say(context, options.name, tr("the key file opens the vault from now on"));
}

Result<int> add_token(Context& context, const Options& options) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  vault::Token token = TRY(open_token(options.token));
  TRY(vault->journal().note("unseal-slot-add", session->user().name,
                            {{"slot", options.name}, {"kind", "token"}}));
  const auto made = token.make_key(options.key_label);
  // A key of that name serves as well when it can do it: the slot is tried at once.
  if (!made && made.error().code() != ErrorCode::kUsage) return Failure(made.error());
  const auto& id = vault->header().id;
  const auto slot = TRY(
      vault::make_token_slot(id, vault->root(), options.name, token, options.key_label));
  vault::UnsealSlots trial{id, {slot}};
  TRY(vault::open_with_token(trial, token));
  TRY(vault::add_unseal_slot(vault->folder(), id, slot));
  return say(context, options.name, tr("the token opens the vault from now on"));
}

Result<int> remove(Context& context, const Options& options) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  for (const auto& slot : TRY(vault::read_unseal_slots(vault->folder())).slots) {
    if (slot.name != options.name || slot.kind == vault::UnsealKind::kShares) continue;
    TRY(vault->journal().note("unseal-slot-remove", session->user().name,
                              {{"slot", options.name}}));
    TRY(vault::remove_unseal_slot(vault->folder(), slot.id));
    return say(context, options.name, tr("removed"));
  }
  return fail(ErrorCode::kNotFound, "there is no such key file or token",
              "'tangthu status' lists the ways to unseal", options.name);
}

}  // namespace

void add_unseal_slot(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "unseal-slot", "further ways to unseal an agency's vault: key files, tokens");
  command->require_subcommand(1);
  const auto add = [&](const char* word, const char* what, auto run) {
    CLI::App* inner = command->add_subcommand(word, what);
    inner->add_option("NAME", options->name, "a name for people")->required();
    inner->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return inner;
  };
  add("add-key-file", "make a key file that opens the vault", add_key_file)
      ->add_option("FILE", options->file, "the new file, for a medium kept apart")
      ->required();
  CLI::App* token = add("add-token", "have a PKCS#11 token open the vault", add_token);
  add_token_options(*token, options->token)->required();
  token->add_option("--key-label", options->key_label, "the key's name on the token");
  add("remove", "take a key file or token out of use", remove);
}

}  // namespace tangthu::cli
