#include "archive/search.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/emphasis.h"
#include "cli/filter_options.h"
#include "cli/index_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

// Lines of a facet on a terminal; --json has all.
constexpr std::size_t kShownValues = 10;

struct Options {
  std::string query;
  archive::Wanted wanted;
  bool no_boxes = false;
  FilterOptions filter;
};

std::string shown(const Context& context, const indexer::Snippet& snippet) {
  if (!context.has_emphasis()) return snippet.text;
  return indexer::emphasised(snippet, kBold, kPlain);
}

Json boxes_json(const std::vector<archive::PageBoxes>& pages) {
  Json out = Json::array();
  for (const archive::PageBoxes& page : pages) {
    Json words = Json::array();
    for (const auto& [text, box] : page.words)
      words.push_back({{"text", text}, {"box", {box.x, box.y, box.width, box.height}}});
    out.push_back({{"page", page.page},
                   {"captured_page", page.captured_page},
                   {"words", std::move(words)},
                   {"more", page.has_more}});
  }
  return out;
}

Subject subject_of(const archive::FoundDocument& hit) {
  return archive::hide_subject(hit.label.level) ? Subject::kHidden : Subject::kShown;
}

// `position`: among all hits, from 1.
Json hit_json(const archive::FoundDocument& hit, std::size_t position,
              std::uint64_t total) {
  const archive::Record& record = hit.opened->record;
  Json json = document_json(hit.id, hit.label, record, subject_of(hit));
  json["position"] = position;
  json["total"] = total;
  json["score"] = hit.score;
  json["page_count"] = record.pages;
  json["pages"] = hit.pages;
  json["snippet"] = hit.snippet.text;
  Json highlights = Json::array();
  for (const auto& [begin, end] : indexer::in_characters(hit.snippet))
    highlights.push_back({begin, end});
  json["highlights"] = std::move(highlights);
  json["boxes"] = boxes_json(hit.boxes);
  return json;
}

std::string hit_text(const Context& context, const archive::FoundDocument& hit) {
  std::string pages;
  for (const int page : hit.pages) {
    pages += (pages.empty() ? "" : ", ") + std::to_string(page);
  }
  std::string text = hit.id.to_string() + "  " + label_words(hit.label) + "  " +
                     document_title(hit.opened->record, subject_of(hit));
  if (!pages.empty()) text += std::string("  [") + tr("page") + " " + pages + "]";
  if (!hit.snippet.text.empty()) text += "\n    " + shown(context, hit.snippet);
  return text;
}

Json facet_json(const indexer::Facet& facet) {
  Json out = Json::array();
  for (const auto& [value, documents] : facet.values)
    out.push_back({{"value", value}, {"count", documents}});
  if (facet.without > 0) out.push_back({{"value", nullptr}, {"count", facet.without}});
  return out;
}

std::string facet_line(const std::string& count, const std::string& value) {
  constexpr std::size_t kWidth = 8;
  const std::size_t blanks = kWidth - std::min(kWidth, count.size());
  return "\n" + std::string(blanks, ' ') + count + "  " + value;
}

std::string facet_text(const char* name, const indexer::Facet& facet) {
  std::string out = name;
  const std::size_t shown = std::min(facet.values.size(), kShownValues);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [value, documents] = facet.values[i];
    out += facet_line(std::to_string(documents), value);
  }
  if (facet.values.size() > shown) {
    out +=
        facet_line("…", std::to_string(facet.values.size() - shown) + " " + tr("more"));
  }
  if (facet.without > 0)
    out += facet_line(std::to_string(facet.without), tr("(not known)"));
  return out;
}

void print_facets(const Context& context, const archive::Findings& found) {
  const auto& [types, agencies, years] = found.facets;
  context.result({{"total", found.total},
                  {"facets",
                   {{"type", facet_json(types)},
                    {"agency", facet_json(agencies)},
                    {"year", facet_json(years)}}}},
                 facet_text(tr("Types"), types) + "\n" +
                     facet_text(tr("Bodies"), agencies) + "\n" +
                     facet_text(tr("Years"), years));
}

// "1–20 of 134"
void tell_total(const Context& context, const archive::Findings& found) {
  if (found.total == 0) return context.message(tr("Nothing found."));
  std::string places = "–";
  if (!found.hits.empty()) {
    places = std::to_string(found.before + 1) + places +
             std::to_string(found.before + found.hits.size());
  }
  context.message(places + " " + tr("of") + " " + std::to_string(found.total));
}

Result<int> search(Context& context, const Options& options) {
  const archive::Filter filter = TRY(parse_filter(options.filter));
  archive::Wanted wanted = options.wanted;
  wanted.boxes = context.options().json && !options.no_boxes;
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const archive::Findings found = TRY(archive::search(
      *session, *context.search_room(*session), options.query, filter, wanted));
  context.results(
      found.hits.size(),
      [&](std::size_t i) {
        return hit_json(found.hits[i], found.before + i + 1, found.total);
      },
      [&](std::size_t i) { return hit_text(context, found.hits[i]); });
  if (wanted.facets) print_facets(context, found);
  tell_total(context, found);
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
  archive::Wanted& wanted = options->wanted;
  command->add_option("--limit", wanted.limit, "at most so many hits")
      ->check(CLI::Range(1, 10000))
      ->type_name("N");
  command->add_option("--page", wanted.page, "the next so many: page 2, 3, …")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  command->add_flag("--facets", wanted.facets,
                    "how many of all hits are of each type, body and year");
  command->add_flag("--no-boxes", options->no_boxes,
                    "with --json: not where the words stand on their pages; faster");
  const std::map<std::string, indexer::Order> orders = {
      {"relevance", indexer::Order::kRelevance},
      {"newest", indexer::Order::kNewestDate},
      {"oldest", indexer::Order::kOldestDate},
      {"added", indexer::Order::kNewestAdded}};
  command->add_option("--sort", wanted.order, "relevance, newest, oldest or added")
      ->transform(CLI::CheckedTransformer(orders))
      ->type_name("ORDER");
  add_filter_options(*command, options->filter);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return search(context, *options); };
  });
}

}  // namespace tangthu::cli
