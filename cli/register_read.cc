#include "archive/books/copy_register.h"
#include "cli/message.h"
#include "cli/register_options.h"
#include "cli/register_words.h"

namespace tangthu::cli {
namespace {

using archive::RegisterName;
using archive::RegisterRow;

bool is_wanted(const RegisterOptions& options, const RegisterName& name) {
  return (options.book.empty() || archive::book_code(name.book) == options.book) &&
         (options.year == 0 || options.year == name.year) &&
         (options.series.empty() || archive::series_code(name.series) == options.series);
}

// The register of copies has a year and no series of its own.
Result<archive::PrintedRegister> printed_register(vault::Session& session,
                                                  const vault::Look& look,
                                                  const RegisterOptions& options) {
  const auto forms = TRY(archive::FormBook::load());
  const auto format = paper_format(options.format, options.out);
  if (options.book == kCopiesBook)
    return archive::print_copies(session, look, forms, options.year, format);
  const RegisterName name = {TRY(archive::parse_book(options.book)), options.year,
                             TRY(archive::parse_series(options.series))};
  const auto registers = TRY(archive::read_registers(session, look));
  auto out = TRY(
      archive::print_register(session, registers, forms, name, options.extent, format));
  out.damaged = registers.damaged;
  return out;
}

}  // namespace

Result<int> register_list(Context& context, const RegisterOptions& options) {
  const auto forms = TRY(archive::FormBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("register-list"));
  const auto registers = TRY(archive::read_registers(*session, look));
  if (options.book.empty()) {
    for (const auto& [name, next] : registers.next) {
      if (!is_wanted(options, name)) continue;
      context.result({{"book", archive::book_code(name.book)},
                      {"year", name.year},
                      {"series", archive::series_code(name.series)},
                      {"numbers", next - 1}},
                     register_words(name) + "  " + std::to_string(next - 1));
    }
  } else {
    std::vector<const RegisterRow*> rows;
    for (const RegisterRow& row : registers.rows) {
      if (is_wanted(options, row.name)) rows.push_back(&row);
    }
    context.results(
        rows.size(), [&](std::size_t i) { return row_json(*session, *rows[i], forms); },
        [&](std::size_t i) {
          return rows[i]->id.to_string() + "  " + row_words(*session, *rows[i], forms);
        });
  }
  return context.exit_code_after(registers.damaged);
}

Result<int> register_print(Context& context, const RegisterOptions& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look(
      "register-print",
      {{"book", options.book}, {"year", options.year}, {"series", options.series}}));
  const auto printed = TRY(printed_register(*session, look, options));
  TRY(context.write_output(options.out, printed.bytes));
  if (options.out != "-") {
    context.result({{"file", options.out.string()},
                    {"book", options.book},
                    {"year", options.year},
                    {"series", options.series},
                    {"rows", printed.rows},
                    {"hidden", printed.hidden},
                    {"free", printed.free},
                    {"bytes", printed.bytes.size()}},
                   options.out.string());
  }
  if (printed.hidden > 0) {
    context.message(
        tr("Some numbers are of documents that you may not read; they are counted."));
  }
  return context.exit_code_after(printed.damaged);
}

}  // namespace tangthu::cli
