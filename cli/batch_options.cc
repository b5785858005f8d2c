#include "cli/batch_options.h"

#include <cstdlib>

#include <CLI/CLI.hpp>

#include "base/number.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

constexpr int kMostSheetsADocument = 10'000;
constexpr int kMostExpectedSheets = 1'000'000;

std::optional<int> count_of(const std::string& word) {
  constexpr std::string_view kCount = "count:";
  if (word.rfind(kCount, 0) != 0) return std::nullopt;
  const auto count = parse_number<int>(std::string_view(word).substr(kCount.size()));
  if (!count || *count < 1 || *count > kMostSheetsADocument) return std::nullopt;
  return count;
}

Result<void> add_rule(const std::string& word, scanner::SplitRules& rules) {
  if (word == "blank") {
    rules.at_blank_sheets = true;
  } else if (word == "separator") {
    rules.at_separators = true;
  } else if (word == "first-page") {
    rules.at_first_pages = true;
  } else if (const auto count = count_of(word)) {
    rules.sheets_a_document = *count;
  } else {
    return fail(ErrorCode::kUsage, "a batch can't be split like that",
                "use blank, separator, first-page or count:N, with commas between", word);
  }
  return {};
}

// "3, 7, 12"
std::string listed(const std::vector<int>& pages) {
  std::string out;
  for (const int page : pages)
    out += (out.empty() ? "" : ", ") + std::to_string(page);
  return out;
}

const char* doubt_words(scanner::Doubt doubt) {
  switch (doubt) {
    case scanner::Doubt::kNone:
      break;
    case scanner::Doubt::kSeparatorUnread:
      return tr("may be a separator sheet that can't be read; kept as a page");
    case scanner::Doubt::kFirstPage:
      return tr("may begin a document; it was not cut there");
    case scanner::Doubt::kFirstPageOnBack:
      return tr("looks like a first page on the back of a sheet; it was not cut there");
    case scanner::Doubt::kBackPrinted:
      return tr("the back of a separator sheet is not blank; kept as a page");
  }
  return "";
}

const char* likeness_code(scanner::Likeness likeness) {
  return likeness == scanner::Likeness::kSamePicture ? "same-picture" : "same-paper";
}

Json batch_json(const archive::BatchReport& report) {
  Json doubts = Json::array();
  for (const auto& [page, doubt] : report.doubts)
    doubts.push_back({{"page", page}, {"doubt", doubt_code(doubt)}});
  Json duplicates = Json::array();
  for (const auto& [page, earlier, likeness] : report.duplicates) {
    duplicates.push_back(
        {{"page", page}, {"of", earlier}, {"likeness", likeness_code(likeness)}});
  }
  Json batch = {{"documents", report.documents},
                {"pages", report.pages},
                {"sheets", report.sheets()},
                {"blank_pages", report.blank_pages},
                {"separators", report.separators},
                {"separator_backs", report.separator_backs},
                {"gaps", report.gaps},
                {"doubts", std::move(doubts)},
                {"duplicates", std::move(duplicates)}};
  if (report.expected_sheets > 0) {
    batch["expected_sheets"] = report.expected_sheets;
    batch["missing_sheets"] = report.missing_sheets();
  }
  return {{"batch", std::move(batch)}};
}

std::string batch_words(const archive::BatchReport& report) {
  std::string out = std::string(tr("batch")) + ": " + std::to_string(report.documents) +
                    " " + tr("documents") + ", " + std::to_string(report.pages) + " " +
                    tr("pages") + ", " + std::to_string(report.sheets()) + " " +
                    tr("sheets");
  const auto add = [&out](const char* words, const std::vector<int>& pages) {
    if (pages.empty()) return;
    out += std::string("\n  ") + words + ": " + listed(pages);
  };
  add(tr("separator sheets, not stored"), report.separators);
  add(tr("blank backs of separator sheets, not stored"), report.separator_backs);
  add(tr("blank pages, kept but not in the access copy"), report.blank_pages);
  add(tr("pages that could not be taken"), report.gaps);
  return out;
}

void print_concerns(const Context& context, const archive::BatchReport& report,
                    const std::string& file) {
  const auto page_words = [&](int page) {
    return "tangthu: " + (file.empty() ? "" : file + ", ") + tr("page") + " " +
           std::to_string(page) + ": ";
  };
  for (const auto& [page, doubt] : report.doubts)
    context.message(page_words(page) + doubt_words(doubt));
  for (const auto& [page, earlier, likeness] : report.duplicates) {
    const bool same = likeness == scanner::Likeness::kSamePicture;
    context.message(
        page_words(page) +
        tr(same ? "the same picture as page" : "looks like the paper of page") + " " +
        std::to_string(earlier) + "; " + tr("both are kept"));
  }
  const int missing = report.missing_sheets();
  if (missing == 0) return;
  const char* words = missing > 0
                          ? tr("sheets fewer than expected; some may have stuck together")
                          : tr("sheets more than expected; count them again");
  context.message("tangthu: " + std::to_string(std::abs(missing)) + " " + words);
}

}  // namespace

void add_split_options(CLI::App& command, BatchWords& words) {
  command
      .add_option("--split", words.split,
                  "where a new document begins: blank, separator, first-page, count:N")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("WHERE");
  command.add_flag("--two-sided", words.two_sided,
                   "pages come as front and back of each sheet");
}

void add_batch_options(CLI::App& command, BatchWords& words) {
  add_split_options(command, words);
  command
      .add_option("--expect-sheets", words.expected_sheets,
                  "how many sheets the stack has, separators included")
      ->check(CLI::Range(1, kMostExpectedSheets))
      ->type_name("N");
}

Result<std::optional<archive::BatchOptions>> parse_batch(const BatchWords& words) {
  if (!words.asked_for()) return std::nullopt;
  archive::BatchOptions options;
  for (const std::string& word : words.split)
    TRY(add_rule(word, options.rules));
  options.rules.sides_a_sheet = words.two_sided ? 2 : 1;
  options.expected_sheets = words.expected_sheets;
  if (words.split.empty()) options.files = archive::FileBounds::kEveryFile;
  return options;
}

void print_batch(const Context& context, const archive::BatchReport& report,
                 const std::string& file) {
  Json json = batch_json(report);
  if (!file.empty()) json["batch"]["file"] = file;
  context.result(json, (file.empty() ? "" : file + ": ") + batch_words(report));
  print_concerns(context, report, file);
}

}  // namespace tangthu::cli
