#include <optional>

#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "base/number.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/verify_backup.h"
#include "vault/scrub.h"

namespace tangthu::cli {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

struct VerifyWords {
  std::string subset;
  std::string backup;
  bool resume = false;
  bool index = false;
};

// "5%" by chance, or "2/5": the second of five parts.
Result<void> parse_subset(const std::string& text, vault::ScrubOptions& options) {
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const std::string_view view = text;
    const auto part = parse_number<std::uint32_t>(view.substr(0, slash));
    const auto parts = parse_number<std::uint32_t>(view.substr(slash + 1));
    if (part && parts && *part >= 1 && *part <= *parts) {
      options.part = *part;
      options.parts = *parts;
      return {};
    }
  }
  char* end = nullptr;
  const double percent = std::strtod(text.c_str(), &end);
  const bool has_sign = end != nullptr && std::string_view(end) == "%";
  if (has_sign && percent > 0 && percent <= 100) {
    options.data_fraction = percent / 100;
    return {};
  }
  return fail(ErrorCode::kUsage, "not a share of the data", "write it as 2/5, or as 5%",
              text);
}

// With a person's keys: which documents search can't find is no matter of damage.
Result<int> verify_index(const Context& context) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const std::size_t missing = TRY(archive::count_unindexed(*session));
  context.result({{"good", missing == 0}, {"unindexed", missing}},
                 tr("Documents that are in no index: ") + std::to_string(missing));
  if (missing == 0) return 0;
  context.error(Error(ErrorCode::kCorrupt, "search can't find some documents",
                      "run 'tangthu reindex --missing': no document is touched"));
  return static_cast<int>(ErrorCode::kCorrupt);
}

Result<int> verify(Context& context, const VerifyWords& words) {
  const auto folder = TRY(context.vault_folder());
  vault::ScrubOptions options;
  TRY(parse_subset(words.subset, options));
  if (words.resume) options.start = vault::ScrubStart::kResume;
  options.interrupted = [] { return interrupted().load(); };
  const auto report =
      TRY(vault::scrub(folder, options, [&](const vault::ScrubProgress& progress) {
        context.progress({progress.bytes, Counted::kBytes, progress.share});
      }));
  Json damage = Json::array();
  for (const vault::ScrubDamage& each : report.damage) {
    const Error error = vault::describe_damage(each);
    damage.push_back(
        {{"object", each.object}, {"part", each.part}, {"what", error.text()}});
    context.error(error);
  }
  const bool good = report.damage.empty();
  context.result({{"good", good},
                  {"complete", report.complete},
                  {"values", report.values},
                  {"bytes", report.bytes},
                  {"documents", report.documents},
                  {"documents_read", report.documents_read},
                  {"segments", report.segments},
                  {"segments_read", report.segments_read},
                  {"unfinished", report.unfinished},
                  {"damage", damage}},
                 std::to_string(report.documents_read) + "/" +
                     std::to_string(report.documents) + " " + tr("documents") + ", " +
                     std::to_string(report.values) + " " + tr("stored values") + ", " +
                     std::to_string(report.bytes / kMebibyte) +
                     " MiB: " + (good ? tr("all is well") : tr("DAMAGED")));
  if (!good) return static_cast<int>(ErrorCode::kCorrupt);
  if (report.complete) return 0;
  context.message(tr("interrupted; 'tangthu verify --resume' goes on from here"));
  return static_cast<int>(ErrorCode::kInterrupted);
}

}  // namespace

void add_verify(CLI::App& app, Command& chosen) {
  auto words = std::make_shared<VerifyWords>();
  CLI::App* command = app.add_subcommand(
      "verify", "check everything that is stored; needs no key and no passphrase");
  command
      ->add_option("--read-data-subset", words->subset,
                   "check a random share, as 5%, or a part, as 2/5")
      ->type_name("SHARE");
  command->add_flag("--resume", words->resume, "go on where it was interrupted");
  auto* backup = command
                     ->add_option("--backup", words->backup,
                                  "check a backup's folder, not the vault's")
                     ->type_name("DIR");
  command
      ->add_flag(
          "--index", words->index,
          "whether search finds every document that you may read; needs a passphrase")
      ->excludes(backup);
  command->callback([words, &chosen] {
    chosen = [words](Context& context) -> Result<int> {
      if (words->index) return verify_index(context);
      // At home whoever may read the folder may check it; a server's machine is looked
      // after by its administrator.
      if (context.is_served())
        TRY(TRY(context.open_session(vault::Access::kRead))
                .session->require(vault::Duty::kMaintain));
      if (words->backup.empty()) return verify(context, *words);
      vault::ScrubOptions options;
      TRY(parse_subset(words->subset, options));
      return verify_backup(context, words->backup, options.data_fraction / options.parts);
    };
  });
}

}  // namespace tangthu::cli
