#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"
#include "cli/verify_backup.h"
#include "vault/scrub.h"

namespace tangthu::cli {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

Result<double> parse_fraction(const std::string& text) {
  char* end = nullptr;
  const double percent = std::strtod(text.c_str(), &end);
  const bool has_sign = end != nullptr && std::string_view(end) == "%";
  if (!has_sign || !(percent > 0) || percent > 100) {
    return fail(ErrorCode::kUsage, "not a share of the data", "write it as 5%", text);
  }
  return percent / 100;
}

Result<int> verify(Context& context, const std::string& subset) {
  const auto folder = TRY(context.vault_folder());
  vault::ScrubOptions options;
  if (!subset.empty()) options.data_fraction = TRY(parse_fraction(subset));
  const auto report =
      TRY(vault::scrub(folder, options, [&](const vault::ScrubProgress& progress) {
        context.progress(std::to_string(progress.bytes / kMebibyte) + " MiB");
      }));
  Json damage = Json::array();
  for (const auto& [partition, what] : report.damage) {
    damage.push_back({{"object", partition}, {"what", what}});
    context.error(partition, Error(ErrorCode::kCorrupt, "damaged",
                                   "restore the document from a backup"));
    context.message("  " + what);
  }
  const bool good = report.damage.empty();
  context.result({{"good", good},
                  {"values", report.values},
                  {"bytes", report.bytes},
                  {"documents", report.documents},
                  {"documents_read", report.documents_read},
                  {"unfinished", report.unfinished},
                  {"damage", damage}},
                 std::to_string(report.documents_read) + "/" +
                     std::to_string(report.documents) + " " + tr("documents") + ", " +
                     std::to_string(report.values) + " " + tr("stored values") + ", " +
                     std::to_string(report.bytes / kMebibyte) +
                     " MiB: " + (good ? tr("all is well") : tr("DAMAGED")));
  return good ? 0 : static_cast<int>(ErrorCode::kCorrupt);
}

}  // namespace

void add_verify(CLI::App& app, Command& chosen) {
  auto subset = std::make_shared<std::string>();
  auto backup = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "verify", "check every stored object; needs no key and no passphrase");
  command->add_option("--read-data-subset", *subset, "check a random share, as 5%")
      ->type_name("SHARE");
  command->add_option("--backup", *backup, "check a backup's folder instead of a vault")
      ->type_name("DIR");
  command->callback([subset, backup, &chosen] {
    chosen = [subset, backup](Context& context) -> Result<int> {
      if (backup->empty()) return verify(context, *subset);
      const double share = subset->empty() ? 1.0 : TRY(parse_fraction(*subset));
      return verify_backup(context, *backup, share);
    };
  });
}

}  // namespace tangthu::cli
