#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/index_words.h"
#include "cli/message.h"
#include "cli/taking_in.h"
#include "vault/bundle.h"

namespace tangthu::cli {
namespace {

Result<int> accept(Context& context, const std::vector<std::filesystem::path>& files) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(vault::require(session->user().roles, vault::Duty::kTakeIn));
  int failed = 0;
  ErrorCode last_error = ErrorCode::kBadInput;
  std::uint64_t done = 0;
  for (const std::filesystem::path& file : files) {
    if (interrupted()) {
      return fail(ErrorCode::kInterrupted, "interrupted",
                  "what was printed is stored; give the rest again");
    }
    context.progress(progress_of(done++, files.size(), Counted::kDocuments));
    const auto receipt = vault::accept_bundle(*vault, file);
    if (!receipt && receipt.error().code() == ErrorCode::kStorage)
      return Failure(receipt.error());
    if (!receipt) {
      ++failed;
      last_error = receipt.error().code();
      context.error(file.string(), receipt.error());
      continue;
    }
    const std::string id = receipt->document.to_string();
    context.result({{"id", id},
                    {"file", file.string()},
                    {"log_index", receipt->log_index},
                    {"repeated", receipt->repeated}},
                   id + "  " + file.string() +
                       (receipt->repeated ? tr("  (was accepted before)") : ""));
  }
  merge_if_due(context, session.get());
  return exit_code(static_cast<int>(files.size()), failed, last_error);
}

}  // namespace

void add_accept(CLI::App& app, Command& chosen) {
  auto files = std::make_shared<std::vector<std::filesystem::path>>();
  CLI::App* command =
      app.add_subcommand("accept", "take in bundles that stations have sealed");
  command->add_option("BUNDLE", *files, "what 'ingest --bundles' wrote")->required();
  command->callback([files, &chosen] {
    chosen = [files](Context& context) { return accept(context, *files); };
  });
}

}  // namespace tangthu::cli
