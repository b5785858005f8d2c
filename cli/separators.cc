#include <optional>

#include <CLI/CLI.hpp>

#include "base/unicode.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "scanner/batch/separator_sheet.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::optional<int> count;
  std::vector<std::string> dossiers;
  std::filesystem::path out;
};

// With dossiers: first one for each, then those for a plain new document.
Result<int> separators(Context& context, const Options& options) {
  std::vector<scanner::Separator> sheets;
  for (const std::string& dossier : options.dossiers)
    sheets.push_back({to_nfc(dossier)});
  const int plain = options.count.value_or(options.dossiers.empty() ? 1 : 0);
  sheets.resize(sheets.size() + static_cast<std::size_t>(plain));
  TRY(write_output(options.out, TRY(scanner::separator_pdf(sheets))));
  const auto made = static_cast<int>(sheets.size());
  if (options.out != "-") {
    context.result({{"file", options.out.string()},
                    {"sheets", made},
                    {"dossiers", options.dossiers}},
                   options.out.string() + ": " + std::to_string(made) + " " +
                       tr(made == 1 ? "separator sheet; print it on A4"
                                    : "separator sheets; print them on A4, one side"));
  }
  return 0;
}

}  // namespace

void add_separators(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "separators", "make a PDF of separator sheets, to be laid between documents");
  command
      ->add_option("--count", options->count,
                   "sheets that begin a new document (default: 1, or 0 beside --dossier)")
      ->check(CLI::Range(0, scanner::kMaxSeparatorSheets))
      ->type_name("N");
  command
      ->add_option("--dossier", options->dossiers,
                   "one more sheet, that begins this dossier too; may be repeated")
      ->type_name("CODE");
  command->add_option("--out", options->out, "the PDF to write")
      ->required()
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return separators(context, *options); };
  });
}

}  // namespace tangthu::cli
