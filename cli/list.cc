#include <CLI/CLI.hpp>

#include "archive/search.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/filter_options.h"

namespace tangthu::cli {
namespace {

Result<int> list(Context& context, const FilterOptions& options) {
  const archive::Filter filter = TRY(parse_filter(options));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  archive::Listing listing = TRY(archive::list_documents(*session, filter));
  const auto subject = [](const archive::Listed& each) {
    return archive::hide_subject(each.label.level) ? Subject::kHidden : Subject::kShown;
  };
  context.results(
      listing.documents.size(),
      [&](std::size_t i) {
        // Given up where it was shown: taking 20,000 records apart takes a while too.
        const archive::Listed each = std::move(listing.documents[i]);
        return document_json(each.id, each.label, each.record, subject(each));
      },
      [&](std::size_t i) {
        const archive::Listed& each = listing.documents[i];
        return each.id.to_string() + "  " + label_words(each.label) + "  " +
               document_title(each.record, subject(each));
      });
  return context.exit_code_after(listing.damaged);
}

}  // namespace

void add_list(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<FilterOptions>();
  CLI::App* command = app.add_subcommand("list", "list the documents that you may read");
  add_filter_options(*command, *options);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return list(context, *options); };
  });
}

}  // namespace tangthu::cli
