#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "cli/commands.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

enum class Task { kAll, kMissing, kMerge };

Result<int> merge(Context& context, vault::Session& session) {
  const auto report = TRY(archive::merge_index(session, archive::MergeWhen::kAlways));
  context.result({{"merged", report.merged}, {"segments", report.segments}},
                 tr("Documents merged into the index: ") + std::to_string(report.merged));
  return 0;
}

Result<int> reindex(Context& context, Task task) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->require(task == Task::kMerge ? vault::Duty::kIndex
                                            : vault::Duty::kPropose));
  if (task == Task::kMerge) return merge(context, *session);
  const auto told = [&context](std::size_t done, std::size_t of) {
    context.progress(progress_of(done, of, Counted::kDocuments));
    return !interrupted();
  };
  const auto report = TRY(archive::rebuild_index(
      *session, task == Task::kAll ? archive::Rebuild::kAll : archive::Rebuild::kMissing,
      told));
  context.end_progress();
  Json damaged = Json::array();
  for (const DocumentId& id : report.damaged) {
    damaged.push_back(id.to_string());
    context.error(id.to_string(),
                  Error(ErrorCode::kCorrupt,
                        "the document is damaged: search finds what is left of it",
                        "run 'tangthu verify', then restore it from a backup"));
  }
  context.result({{"documents", report.documents}, {"damaged", damaged}},
                 tr("Documents indexed: ") + std::to_string(report.documents));
  return report.damaged.empty() ? 0 : static_cast<int>(ErrorCode::kCorrupt);
}

}  // namespace

void add_reindex(CLI::App& app, Command& chosen) {
  auto task = std::make_shared<Task>(Task::kAll);
  CLI::App* command = app.add_subcommand(
      "reindex", "build the search index again from the documents; changes none of them");
  auto* missing = command->add_flag_callback(
      "--missing", [task] { *task = Task::kMissing; }, "only what the index lacks");
  command
      ->add_flag_callback(
          "--merge", [task] { *task = Task::kMerge; },
          "only merge what came in: search gets faster, answers stay the same")
      ->excludes(missing);
  command->callback([task, &chosen] {
    chosen = [task](Context& context) { return reindex(context, *task); };
  });
}

}  // namespace tangthu::cli
