#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/keyless_note.h"
#include "cli/maintenance.h"
#include "cli/message.h"
#include "cli/share_file.h"
#include "vault/unseal_slots.h"

namespace tangthu::cli {
namespace {

constexpr const char* kShareSlotName = "custodians";

struct Options {
  unsigned shares = 0;
  unsigned threshold = 0;
  HandOut hand_out;
  bool confirm = false;
  std::filesystem::path share_file;
  bool abort = false;
  bool barrier = false;
  bool labels = false;
};

Result<int> begin(Context& context, const Options& options) {
  TRY(context.agency_header());
  const vault::Quorum quorum{static_cast<std::uint8_t>(options.threshold),
                             static_cast<std::uint8_t>(options.shares)};
  TRY(vault::check_quorum(quorum));
  const auto [vault, session] = TRY(open_for_maintenance(context));
  TRY(prepare_hand_out(options.hand_out, options.shares));
  TRY(vault->journal().note(
      "rekey", session->user().name,
      {{"shares", options.shares}, {"threshold", options.threshold}}));
  const auto shares =
      TRY(vault::begin_rekey(vault->folder(), vault->root(), quorum, kShareSlotName));
  const auto handed = hand_out(context, options.hand_out, vault->header().id, shares, {});
  if (!handed) {
    // Nobody could confirm them.
    TRY(vault::abort_rekey(vault->folder()));
    return Failure(handed.error());
  }
  context.result({{"pending", true},
                  {"shares", options.shares},
                  {"threshold", options.threshold},
                  {"confirmed", 0}},
                 tr("New shares wait for every custodian to confirm his."));
  context.message(
      tr("Each custodian runs 'tangthu rekey --confirm'; until the last one "
         "has, the old shares stay in force."));
  return 0;
}

Result<int> confirm_new_share(Context& context, const Options& options) {
  TRY(context.agency_header());
  const vault::Share share =
      options.share_file.empty()
          ? TRY(ask_share())
          : TRY(read_share_file(options.share_file, vault::SharePurpose::kUnseal));
  const auto progress = TRY(vault::confirm_share(TRY(context.vault_folder()), share));
  TRY(note_without_key(context, "rekey-confirm", {{"share", share.part.number}}));
  if (progress.finished()) TRY(note_without_key(context, "rekey-done"));
  context.result({{"pending", !progress.finished()},
                  {"confirmed", progress.confirmed},
                  {"shares", progress.shares}},
                 tr("Confirmed: ") + std::to_string(progress.confirmed) + "/" +
                     std::to_string(progress.shares));
  if (progress.finished()) {
    context.message(tr("The new shares are in force; the old ones open nothing."));
  }
  return 0;
}

Result<int> abort_new_shares(Context& context) {
  TRY(context.agency_header());
  const auto [vault, session] = TRY(open_for_maintenance(context));
  TRY(vault->journal().note("rekey-abort", session->user().name));
  TRY(vault::abort_rekey(vault->folder()));
  context.result({{"pending", false}, {"aborted", true}},
                 tr("The new shares are void; the old ones are in force."));
  return 0;
}

Result<int> renew_barrier(Context& context) {
  const auto [vault, session] = TRY(open_for_maintenance(context));
  TRY(vault->begin_barrier_epoch());
  const std::uint64_t records =
      TRY(vault->reseal_records([&](std::uint64_t done, std::uint64_t of) {
        context.progress(progress_of(done, of, Counted::kDocuments));
      }));
  const std::uint32_t epoch = vault->keyring().barrier_epoch();
  context.result({{"barrier_epoch", epoch}, {"records", records}},
                 tr("Sealed anew: ") + std::to_string(records) + tr(" records"));
  return 0;
}

Result<int> rewrap_labels(Context& context) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const std::uint64_t documents =
      TRY(session->rewrap_all([&](std::uint64_t done, std::uint64_t of) {
        context.progress(progress_of(done, of, Counted::kDocuments));
      }));
  context.result(
      {{"documents", documents}},
      tr("Wrapped anew: ") + std::to_string(documents) + " " + tr("documents"));
  return 0;
}

Result<int> rekey(Context& context, const Options& options) {
  if (options.confirm) return confirm_new_share(context, options);
  if (options.abort) return abort_new_shares(context);
  if (options.barrier) return renew_barrier(context);
  if (options.labels) return rewrap_labels(context);
  if (options.shares > 0 && options.threshold > 0) return begin(context, options);
  return fail(ErrorCode::kUsage, "it is not said what is to be renewed",
              "give --shares N --threshold K, or one of --confirm, --abort, --barrier, "
              "--labels");
}

}  // namespace

void add_rekey(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "rekey", "new shares for custodians, in two phases; or new keys within the vault");
  const auto limit = CLI::Range(2U, unsigned{vault::kMaxShares});
  CLI::Option* shares =
      command->add_option("--shares", options->shares, "how many custodians get a share");
  CLI::Option* threshold = command->add_option("--threshold", options->threshold,
                                               "how many of them open the vault");
  shares->check(limit)->type_name("N");
  threshold->check(limit)->needs(shares)->type_name("K");
  shares->needs(threshold);
  command
      ->add_option("--share-dir", options->hand_out.folder, "write the shares as files")
      ->type_name("DIR");
  command
      ->add_option("--custodian-key", options->hand_out.custodian_keys,
                   "seal each share to a custodian's public key; in order")
      ->type_name("FILE");
  CLI::Option* confirm = command->add_flag("--confirm", options->confirm,
                                           "a custodian has his new share: type it once");
  command->add_option("--share-file", options->share_file, "read that share from a file")
      ->needs(confirm)
      ->type_name("FILE");
  CLI::Option* abort =
      command->add_flag("--abort", options->abort, "void the new shares");
  CLI::Option* barrier = command->add_flag("--barrier", options->barrier,
                                           "seal every stored record under a new key");
  CLI::Option* labels = command->add_flag(
      "--labels", options->labels, "wrap documents to the newest keys of their levels");
  const std::vector<CLI::Option*> ways = {shares, confirm, abort, barrier, labels};
  for (CLI::Option* one : ways) {
    for (CLI::Option* other : ways)
      if (one != other) one->excludes(other);
  }
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return rekey(context, *options); };
  });
}

}  // namespace tangthu::cli
