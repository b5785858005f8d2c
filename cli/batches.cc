// tangthu batches: captured batches that are not yet stored, and how they end.
#include <CLI/CLI.hpp>

#include "cli/batch_run.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

struct Options {
  TakingInOptions taking_in;
  std::string id;
  bool yes = false;
};

Result<int> list(Context& context, const Options& options) {
  const auto folder = TRY(batches_folder(context, options.taking_in));
  for (const vault::SpoolListing& each : TRY(vault::list_spools(folder))) {
    const std::string id = each.id.to_string();
    const auto pages = static_cast<int>(each.pages);
    context.result({{"batch", id}, {"begun", format_utc(each.begun)}, {"pages", pages}},
                   id + "  " + format_utc(each.begun) + "  (" + page_count_words(pages) +
                       " " + tr("not yet stored") + ")");
  }
  return 0;
}

Json refusal_json(const archive::Refusal& refusal) {
  return {{"batch_pages", {refusal.pages.front(), refusal.pages.back()}},
          {"pages", refusal.pages.size()},
          {"code", static_cast<int>(refusal.code)},
          {"reason", refusal.text},
          {"remedy", refusal.remedy}};
}

std::string refusal_words(const archive::Refusal& refusal) {
  std::string pages = std::to_string(refusal.pages.front());
  if (refusal.pages.size() > 1) pages += "–" + std::to_string(refusal.pages.back());
  return std::string("  ") + tr(refusal.pages.size() == 1 ? "page" : "pages") + " " +
         pages + ": " + tr(refusal.text.c_str()) + "; " + tr(refusal.remedy.c_str());
}

// What remains of one batch, and why.
Result<int> show(Context& context, const Options& options) {
  Target target;
  TRY(open_target(context, options.taking_in, nullptr, target));
  const auto spool = TRY(open_batch(target, options.id));
  const BatchSettings settings = TRY(decode_settings(spool->settings()));
  using Pages = archive::BatchJournal::Pages;
  archive::BatchJournal journal(
      *spool, is_of_files(settings) ? Pages::kElsewhere : Pages::kInSpool,
      settings.passes);
  TRY(journal.load(target.has_arrived));
  Json refused = Json::array();
  std::string words;
  for (const std::size_t place : journal.refused_places()) {
    const archive::Refusal& refusal = *journal.noted()[place].refusal;
    refused.push_back(refusal_json(refusal));
    words += "\n" + refusal_words(refusal);
  }
  const auto stored = journal.noted().size() - refused.size();
  const auto waiting = TRY(spool->numbers(vault::SpoolKind::kPage)).size();
  const std::string id = spool->id().to_string();
  context.result({{"batch", id},
                  {"name", settings.name},
                  {"level", settings.taking_in.level},
                  {"dossier", settings.taking_in.dossier},
                  {"ended", journal.has_ended()},
                  {"documents", stored},
                  {"pages", waiting},
                  {"refused", refused}},
                 id + "  " + settings.name + "  (" + std::to_string(stored) + " " +
                     tr("documents") + " " + tr("stored") + ", " +
                     page_count_words(static_cast<int>(waiting)) + " " +
                     tr("not yet stored") + ")" + words);
  return 0;
}

Result<int> finish(Context& context, const Options& options) {
  Target target;
  TRY(open_target(context, options.taking_in, nullptr, target));
  const auto spool = TRY(open_batch(target, options.id));
  const BatchSettings settings = TRY(decode_settings(spool->settings()));
  target.approval = TRY(scan_approval_now(context, target, settings.taking_in));
  if (is_of_files(settings))
    return take_in_files(context, target, *spool, settings, nullptr);
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool,
                                settings.passes);
  TRY(load_journal(context, target, journal));
  const LastDocument last =
      journal.has_ended() ? LastDocument::kWhole : LastDocument::kBrokeOff;
  return capture_batch(context, target, *spool, journal, settings, {}, last);
}

Result<int> discard(Context& context, const Options& options) {
  if (!options.yes) {
    return fail(ErrorCode::kUsage, "the batch's pages would be gone for good",
                "scan the paper again first, then repeat this with --yes");
  }
  Target target;
  TRY(open_target(context, options.taking_in, nullptr, target));
  const auto spool = TRY(open_batch(target, options.id));
  TRY(spool->destroy());
  const std::string id = spool->id().to_string();
  context.result({{"batch", id}, {"discarded", true}}, id + "  " + tr("discarded"));
  return 0;
}

}  // namespace

void add_batches(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "batches", "list the batches that a fault or a crash left unfinished");
  add_target_options(*command, options->taking_in);
  command->callback([options, command, &chosen] {
    if (!command->get_subcommands().empty()) return;
    chosen = [options](Context& context) { return list(context, *options); };
  });

  const auto add = [&](const char* name, const char* what, auto action) {
    CLI::App* inner = command->add_subcommand(name, what);
    inner->add_option("ID", options->id, "the batch (default: the only one)");
    add_target_options(*inner, options->taking_in);
    inner->callback([options, action, &chosen] {
      chosen = [options, action](Context& context) { return action(context, *options); };
    });
    return inner;
  };
  add("show", "what of a batch is not yet stored, and why", show);
  add("finish", "store what was captured, and end the batch there", finish);
  add("discard", "give up what was captured and is not yet stored", discard)
      ->add_flag("--yes", options->yes, "the paper is at hand, or not needed");
}

}  // namespace tangthu::cli
