#include "archive/books/report.h"

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/register_words.h"

namespace tangthu::cli {
namespace {

using archive::FormKind;

struct Options {
  int year = 0;
  std::filesystem::path out;
  std::string format;
};

Json counts_json(const archive::LevelCounts& counts) {
  return {{"mat", counts.counts[0]},
          {"toi-mat", counts.counts[1]},
          {"tuyet-mat", counts.counts[2]},
          {"unknown", counts.unknown},
          {"total", counts.total()}};
}

Json labels_json(const std::vector<Label>& labels) {
  Json out = Json::array();
  for (const Label& label : labels)
    out.push_back(label.to_string());
  return out;
}

Date last_day_of(int year) {
  return Date{std::chrono::year(year), std::chrono::December, std::chrono::day(31)};
}

// To its file, where one was named.
Result<void> write_paper(Context& context, const Options& options,
                         const Result<Bytes>& paper) {
  if (!paper) return Failure(paper.error());
  TRY(context.write_output(options.out, *paper));
  if (options.out != "-") context.message(options.out.string());
  return {};
}

Result<int> secrecy(Context& context, const Options& options) {
  const auto forms = TRY(archive::FormBook::load());
  const auto& form = forms.of(FormKind::kReportSecrecy, last_day_of(options.year));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look =
      TRY(session->look("report", {{"report", "secrecy"}, {"year", options.year}}));
  const auto made = TRY(archive::make_secrecy_report(*session, look, form, options.year));
  Json counts = Json::object();
  std::string text;
  for (const archive::ReportLine& line : lines_of(made.report)) {
    counts[line.code] = counts_json(line.counts);
    text += (text.empty() ? "" : "\n") + line.item + ": " +
            std::to_string(line.counts.total());
  }
  if (!options.out.empty()) {
    TRY(write_paper(
        context, options,
        paper_of(made, forms, form, paper_format(options.format, options.out))));
  }
  if (options.out != "-") {
    context.result({{"report", "secrecy"},
                    {"year", options.year},
                    {"from", format_date(made.report.period.from)},
                    {"to", format_date(made.report.period.to)},
                    {"due", format_date(made.report.period.due)},
                    {"labels", labels_json(made.labels)},
                    {"counts", counts}},
                   text);
  }
  return context.exit_code_after(made.damaged);
}

Result<int> statistics(Context& context, const Options& options) {
  const auto forms = TRY(archive::FormBook::load());
  const Date day =
      options.year == 0 ? viet_nam_day(now_utc()) : last_day_of(options.year);
  const auto& form = forms.of(FormKind::kReportStatistics, day);
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look =
      TRY(session->look("report", {{"report", "statistics"}, {"year", options.year}}));
  const auto made = TRY(archive::make_statistics(*session, look, options.year));
  Json tables = Json::object();
  std::string text;
  for (const auto& table : made.statistics.tables()) {
    text += (text.empty() ? "" : "\n") + table.caption;
    for (const auto& [value, counted] : table.counts) {
      const std::string name = table.code == "level" ? value.substr(1) : value;
      tables[table.code][name] = {{"documents", counted.documents},
                                  {"pages", counted.pages}};
      text += "\n    " + name + ": " + std::to_string(counted.documents);
    }
  }
  if (!options.out.empty()) {
    TRY(write_paper(context, options,
                    paper_of(made, options.year, forms, form,
                             paper_format(options.format, options.out))));
  }
  if (options.out != "-") {
    const auto& total = made.statistics.total();
    context.result({{"report", "statistics"},
                    {"year", options.year},
                    {"labels", labels_json(made.labels)},
                    {"tables", tables},
                    {"total", {{"documents", total.documents}, {"pages", total.pages}}}},
                   text);
  }
  return context.exit_code_after(made.damaged);
}

using Run = Result<int> (*)(Context&, const Options&);

}  // namespace

void add_report(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("report", "reports over all that you may read, as PDF or CSV");
  command->require_subcommand(1);
  const auto inner = [&](const char* word, const char* what, Run run) {
    auto options = std::make_shared<Options>();
    CLI::App* made = command->add_subcommand(word, what);
    made->add_option("--year", options->year, "the year that it is of")
        ->check(CLI::Range(1900, 9999))
        ->type_name("Y");
    made->add_option("--out,-o", options->out, "the paper's file; - for stdout")
        ->type_name("FILE");
    made->add_option("--format", options->format, "pdf or csv; by the file's ending")
        ->check(CLI::IsMember({"pdf", "csv"}));
    made->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  };
  inner("secrecy", "the annual report of secrets held and of what was done", secrecy)
      ->get_option("--year")
      ->required();
  inner("statistics", "documents by level, year, type, fonds, condition and origin",
        statistics);
}

}  // namespace tangthu::cli
