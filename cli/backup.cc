#include "vault/backup.h"

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

struct BackupOptions {
  std::string folder;
  std::size_t keep = 0;  // 0: all
};

Result<int> back_up(Context& context, const BackupOptions& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const auto report = TRY(vault::back_up(
      *session, options.folder, [&](std::uint64_t bytes, std::uint64_t of) {
        context.progress(progress_of(bytes, of, Counted::kBytes));
      }));
  vault::PruneReport pruned;
  if (options.keep > 0) pruned = TRY(vault::prune(options.folder, options.keep));
  context.result({{"snapshot", report.snapshot},
                  {"files", report.files},
                  {"bytes", report.bytes},
                  {"new_objects", report.new_objects},
                  {"new_bytes", report.new_bytes},
                  {"log_entries", report.log_entries},
                  {"removed_snapshots", pruned.removed},
                  {"removed_bytes", pruned.bytes}},
                 report.snapshot + ": " + std::to_string(report.bytes / kMebibyte) +
                     " MiB, " + tr("new: ") +
                     std::to_string(report.new_bytes / kMebibyte) + " MiB");
  context.message(
      tr("the shred keys are not part of it: keep their slots apart from the backups"));
  return 0;
}

}  // namespace

void add_backup(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<BackupOptions>();
  CLI::App* command = app.add_subcommand(
      "backup", "copy what is new into a backup; check it with 'verify --backup'");
  command->add_option("DIR", options->folder, "the backup's folder")->required();
  command
      ->add_option("--keep", options->keep,
                   "afterwards remove all but the newest N snapshots")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return back_up(context, *options); };
  });
}

}  // namespace tangthu::cli
