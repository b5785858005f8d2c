#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/maintenance.h"
#include "cli/message.h"
#include "cli/shred_words.h"
#include "vault/shred_slots.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string name;
  std::filesystem::path file;
};

vault::ShredPlace place(const vault::Vault& vault) {
  return {vault.folder(), vault.root(), vault.header().id};
}

Result<int> add(Context& context, const Options& options) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  const auto file = std::filesystem::absolute(options.file);
  TRY(vault->journal().note("shred-slot-add", session->user().name,
                            {{"slot", options.name}}));
  TRY(vault::add_shred_slot(place(*vault), options.name, file));
  context.result({{"slot", options.name}, {"file", file.string()}, {"done", true}},
                 options.name + ": " + file.string());
  return 0;
}

Result<int> remove(Context& context, const Options& options) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  TRY(vault->journal().note("shred-slot-remove", session->user().name,
                            {{"slot", options.name}}));
  const bool wiped = TRY(vault::remove_shred_slot(place(*vault), options.name)) ==
                     vault::SlotRemoval::kWiped;
  context.result({{"slot", options.name}, {"wiped", wiped}, {"done", true}},
                 options.name + ": " + tr(wiped ? "removed and wiped" : "removed"));
  if (!wiped) {
    context.message(
        tr("The slot was out of reach and keeps what it has: destroy its "
           "medium."));
  }
  return 0;
}

Result<int> sync(Context& context, const Options&) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  TRY(vault->journal().note("shred-slot-sync", session->user().name));
  const bool complete = TRY(vault::sync_slots(place(*vault))).empty();
  context.result({{"unconfirmed", TRY(unconfirmed_slots_json(context))}},
                 tr(complete ? "Every shred slot has confirmed."
                             : "Not every shred slot has confirmed."));
  if (complete) return 0;
  TRY(warn_of_unconfirmed_slots(context));
  return static_cast<int>(ErrorCode::kSomeFailed);
}

using Run = Result<int> (*)(Context&, const Options&);

}  // namespace

void add_shred_slot(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "shred-slot", "where the state that destruction erases is kept besides the vault");
  command->require_subcommand(1);
  const auto inner = [&](const char* word, const char* what, Run run) {
    CLI::App* made = command->add_subcommand(word, what);
    made->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  };
  CLI::App* adding = inner("add", "make a slot on another disk or medium", add);
  adding->add_option("NAME", options->name, "a name for people")->required();
  adding->add_option("FILE", options->file, "the new file")->required();
  CLI::App* removing = inner("remove", "wipe a slot and take it off the list", remove);
  removing->add_option("NAME", options->name, "the slot's name")->required();
  inner("sync", "bring slots that were out of reach up to date", sync);
}

}  // namespace tangthu::cli
