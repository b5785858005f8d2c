#include "archive/search.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/emphasis.h"
#include "cli/filter_options.h"
#include "cli/index_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string query;
  std::size_t limit = 20;
  indexer::Order order = indexer::Order::kRelevance;
  FilterOptions filter;
};

std::string shown(const indexer::Snippet& snippet) {
  if (!has_emphasis(STDOUT_FILENO)) return snippet.text;
  return indexer::emphasised(snippet, kBold, kPlain);
}

void print_hit(const Context& context, const archive::FoundDocument& hit) {
  const auto& [id, label, record] = hit.document;
  const Subject subject =
      archive::hide_subject(label.level) ? Subject::kHidden : Subject::kShown;
  Json json = document_json(id, label, record, subject);
  json["score"] = hit.score;
  json["page_count"] = record.pages;
  json["pages"] = hit.pages;
  json["snippet"] = hit.snippet.text;
  Json highlights = Json::array();
  for (const auto& [begin, end] : indexer::in_characters(hit.snippet))
    highlights.push_back({begin, end});
  json["highlights"] = std::move(highlights);
  std::string pages;
  for (const int page : hit.pages) {
    pages += (pages.empty() ? "" : ", ") + std::to_string(page);
  }
  std::string text =
      id.to_string() + "  " + label_words(label) + "  " + document_title(record, subject);
  if (!pages.empty()) text += std::string("  [") + tr("page") + " " + pages + "]";
  if (!hit.snippet.text.empty()) text += "\n    " + shown(hit.snippet);
  context.result(json, text);
}

Result<int> search(Context& context, const Options& options) {
  const archive::Filter filter = TRY(parse_filter(options.filter));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const archive::Findings found =
      TRY(archive::search(*session, options.query, filter, options.limit, options.order));
  for (const archive::FoundDocument& hit : found.hits)
    print_hit(context, hit);
  if (found.hits.empty()) context.message(tr("Nothing found."));
  for (const auto& suggestion : found.suggestions) {
    context.message(tr("Perhaps you meant:") + (" " + suggestion.word) + " → " +
                    suggestion.proposal);
  }
  warn_of_incomplete(context, found.incomplete);
  return context.exit_code_after(found.damaged);
}

}  // namespace

void add_search(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "search", "find documents by words, with or without marks; \"…\" for a phrase");
  command->add_option("QUERY", options->query, "the words")->required();
  command->add_option("--limit", options->limit, "at most so many hits")
      ->check(CLI::Range(1, 10000))
      ->type_name("N");
  const std::map<std::string, indexer::Order> orders = {
      {"relevance", indexer::Order::kRelevance},
      {"newest", indexer::Order::kNewestDate},
      {"oldest", indexer::Order::kOldestDate},
      {"added", indexer::Order::kNewestAdded}};
  command->add_option("--sort", options->order, "relevance, newest, oldest or added")
      ->transform(CLI::CheckedTransformer(orders))
      ->type_name("ORDER");
  add_filter_options(*command, options->filter);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return search(context, *options); };
  });
}

}  // namespace tangthu::cli
