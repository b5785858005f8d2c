#include "cli/register_words.h"

namespace tangthu::cli {
namespace {

const archive::PaperForm& form_for(const archive::RegisterRow& row,
                                   const archive::FormBook& forms) {
  const Date last_day{std::chrono::year(row.name.year), std::chrono::December,
                      std::chrono::day(31)};
  return forms.of(form_of(row.name.book), last_day);
}

}  // namespace

std::string register_words(const archive::RegisterName& name) {
  return std::string(book_code(name.book)) + "/" + std::to_string(name.year) + "/" +
         std::string(series_code(name.series));
}

Json row_json(vault::Session& session, const archive::RegisterRow& row,
              const archive::FormBook& forms) {
  return {{"id", row.id.to_string()},
          {"document", row.document.to_string()},
          {"book", book_code(row.name.book)},
          {"year", row.name.year},
          {"series", series_code(row.name.series)},
          {"ordinal", row.ordinal},
          {"level", level_code(row.label.level)},
          {"compartments", row.label.compartments},
          {"cells", shown_cells(session, row, form_for(row, forms))},
          {"corrections", row.corrections.size()},
          {"by", row.by},
          {"at", format_utc(row.at)}};
}

std::string row_words(vault::Session& session, const archive::RegisterRow& row,
                      const archive::FormBook& forms) {
  archive::Cells cells = shown_cells(session, row, form_for(row, forms));
  std::string out = register_words(row.name) + " " + std::to_string(row.ordinal) + ": ";
  std::string rest;
  for (const char* code : {"symbol", "date", "subject", "handed-to", "note"}) {
    if (!cells[code].empty()) rest += (rest.empty() ? "" : ", ") + cells[code];
  }
  return out + rest;
}

archive::PaperFormat paper_format(const std::string& asked,
                                  const std::filesystem::path& out) {
  const std::string ending = out.extension().string();
  const std::string format = asked.empty() && ending == ".csv" ? "csv" : asked;
  if (format == "csv") return archive::PaperFormat::kCsv;
  return archive::PaperFormat::kPdf;
}

}  // namespace tangthu::cli
