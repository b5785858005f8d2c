#include "cli/verify_backup.h"

#include "cli/message.h"
#include "vault/backup_check.h"

namespace tangthu::cli {

Result<int> verify_backup(Context& context, const std::filesystem::path& repository,
                          double fraction) {
  constexpr std::uint64_t kMebibyte = 1 << 20;
  vault::BackupCheckOptions options;
  options.data_fraction = fraction;
  if (!context.options().vault.empty()) {
    options.verify_key = TRY(vault::read_header(context.options().vault)).verify_key;
  }
  const auto report = TRY(vault::check_backup(
      repository, options, [&](std::uint64_t bytes, std::uint64_t of) {
        context.progress(progress_of(bytes, of, Counted::kBytes));
      }));
  Json damage = Json::array();
  for (const vault::BackupDamage& each : report.damage) {
    const Error error = vault::describe_damage(each);
    damage.push_back(
        {{"snapshot", each.snapshot}, {"file", each.file}, {"what", error.text()}});
    context.error(error);
  }
  const bool good = damage.empty();
  context.result({{"good", good},
                  {"snapshots", report.snapshots},
                  {"objects", report.objects},
                  {"objects_read", report.objects_read},
                  {"bytes", report.bytes},
                  {"damage", damage}},
                 std::to_string(report.snapshots) + " " + tr("snapshots") + ", " +
                     std::to_string(report.objects_read) + "/" +
                     std::to_string(report.objects) + " " + tr("objects") + ", " +
                     std::to_string(report.bytes / kMebibyte) +
                     " MiB: " + (good ? tr("all is well") : tr("DAMAGED")));
  return good ? 0 : static_cast<int>(ErrorCode::kCorrupt);
}

}  // namespace tangthu::cli
