#include <algorithm>

#include <CLI/CLI.hpp>

#include "archive/catalogue.h"
#include "archive/filter_match.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/filter_options.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "cli/register_words.h"

namespace tangthu::cli {
namespace {

using archive::Book;
using archive::RegisterName;
using archive::RegisterRow;

struct Options {
  std::vector<std::string> ids;
  std::string row;
  bool all_new = false;
  FilterOptions filter;
  std::string book;
  int year = 0;
  std::string series;
  archive::Cells cells;  // that were given
  std::string reason;
  std::vector<std::string> corrections;
  std::filesystem::path out;
  std::string format;
  archive::RegisterExtent extent;
};

// The year of the book's own day, else of the paper's, else this one.
int year_of(const Options& options, const archive::Cells& cells) {
  if (options.year != 0) return options.year;
  for (const char* code : {"handed-on", "received-on", "date"}) {
    const auto at = cells.find(code);
    const auto day = at == cells.end() ? std::nullopt : parse_date(at->second);
    if (day) return static_cast<int>(day->year());
  }
  return static_cast<int>(viet_nam_day(now_utc()).year());
}

Result<void> check_days(const Options& options) {
  for (const char* code : {"received-on", "handed-on"}) {
    const auto at = options.cells.find(code);
    if (at != options.cells.end() && !at->second.empty()) TRY(parse_day(at->second));
  }
  for (const auto& [code, text] : options.cells) {
    if (text.size() > 2000)
      return fail(ErrorCode::kUsage, "a text of a register is too long",
                  "give at most 2,000 bytes", code);
  }
  return {};
}

// What was given stands over what is known.
archive::NewRow new_row(const Options& options, Book book, const DocumentId& id,
                        const Label& label, const archive::Record& record) {
  archive::Cells cells = snapshot(label, record);
  for (const auto& [code, text] : options.cells) {
    if (!text.empty()) cells[code] = text;
  }
  const RegisterName name = {book, year_of(options, cells),
                             archive::series_of(label.level)};
  return {name, label, id, std::move(cells)};
}

Failure entered_already(const DocumentId& id) {
  return fail(ErrorCode::kUsage, "the document stands in this register",
              "correct its row with 'tangthu register correct'", id.to_string());
}

// The documents that are to be entered, the oldest paper first.
Result<std::vector<archive::NewRow>> wanted_rows(vault::Session& session,
                                                 const vault::Look& look,
                                                 const Options& options, Book book) {
  std::set<DocumentId> wanted;
  for (const std::string& each : options.ids)
    wanted.insert(TRY(parse_id(each)));
  std::set<DocumentId> there;
  if (book != Book::kHandOver) {
    const auto registers = TRY(archive::read_registers(session, look));
    for (const RegisterRow& row : registers.rows) {
      if (row.name.book != book) continue;
      if (wanted.contains(row.document)) return entered_already(row.document);
      there.insert(row.document);
    }
  }
  const archive::Filter filter = TRY(parse_filter(options.filter));
  std::vector<archive::NewRow> out;
  TRY(archive::visit_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label,
          archive::Record&& record) -> Result<void> {
        const bool chosen = options.all_new
                                ? !there.contains(id) && matches(filter, label, record)
                                : wanted.erase(id) > 0;
        if (chosen) out.push_back(new_row(options, book, id, label, record));
        return {};
      }));
  if (!options.all_new && !wanted.empty()) {
    return fail(ErrorCode::kNotFound, "there is no such document, or you are not cleared",
                "'tangthu list' names those that you may read",
                wanted.begin()->to_string());
  }
  std::ranges::sort(out, {}, [](const archive::NewRow& row) {
    const auto date = row.cells.find("date");
    return std::pair(date == row.cells.end() ? "" : date->second, row.document);
  });
  return out;
}

Result<int> enter_in(Context& context, const Options& options, Book book) {
  TRY(check_days(options));
  if (options.all_new == !options.ids.empty()) {
    return fail(ErrorCode::kUsage, "name the documents to enter, or --all-new",
                "give one of them");
  }
  const auto forms = TRY(archive::FormBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::Look look =
      TRY(session->look("register", {{"book", archive::book_code(book)}}));
  const auto rows = TRY(wanted_rows(*session, look, options, book));
  TRY(archive::enter_rows(*session, look, rows, [&](const RegisterRow& row) {
    context.result(row_json(*session, row, forms), row_words(*session, row, forms));
  }));
  if (rows.empty()) context.message(tr("There is no document to enter."));
  return 0;
}

Result<int> enter(Context& context, const Options& options) {
  const Book book = TRY(archive::parse_book(options.book));
  if (book == Book::kHandOver) {
    return fail(ErrorCode::kUsage, "what is handed over is entered by itself",
                "use 'tangthu register hand-over'");
  }
  return enter_in(context, options, book);
}

Result<int> hand_over(Context& context, const Options& options) {
  return enter_in(context, options, Book::kHandOver);
}

Result<int> correct(Context& context, const Options& options) {
  archive::Cells cells;
  for (const std::string& each : options.corrections) {
    const std::size_t sign = each.find('=');
    if (sign == std::string::npos || sign == 0) {
      return fail(ErrorCode::kUsage, "a correction is written COLUMN=TEXT",
                  "for one: symbol=12/QĐ-UBND", each.substr(0, sign));
    }
    cells[each.substr(0, sign)] = each.substr(sign + 1);
  }
  const DocumentId row = TRY(parse_id(options.row));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::Look look = TRY(session->look("register", {{"row", row.to_string()}}));
  TRY(archive::correct_row(*session, look, row, cells, options.reason));
  context.result({{"id", row.to_string()}, {"corrected", cells}},
                 row.to_string() + ": " + tr("the correction is kept beside the row"));
  return 0;
}

bool is_wanted(const Options& options, const RegisterName& name) {
  return (options.book.empty() || archive::book_code(name.book) == options.book) &&
         (options.year == 0 || options.year == name.year) &&
         (options.series.empty() || archive::series_code(name.series) == options.series);
}

Result<int> list(Context& context, const Options& options) {
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
    for (const RegisterRow& row : registers.rows) {
      if (!is_wanted(options, row.name)) continue;
      context.result(row_json(*session, row, forms),
                     row.id.to_string() + "  " + row_words(*session, row, forms));
    }
  }
  return context.exit_code_after(registers.damaged);
}

Result<int> print(Context& context, const Options& options) {
  const RegisterName name = {TRY(archive::parse_book(options.book)), options.year,
                             TRY(archive::parse_series(options.series))};
  const auto forms = TRY(archive::FormBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look(
      "register-print",
      {{"book", options.book}, {"year", options.year}, {"series", options.series}}));
  const auto registers = TRY(archive::read_registers(*session, look));
  const auto printed =
      TRY(archive::print_register(*session, registers, forms, name, options.extent,
                                  paper_format(options.format, options.out)));
  TRY(write_output(options.out, printed.bytes));
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
  return context.exit_code_after(registers.damaged);
}

using Run = Result<int> (*)(Context&, const Options&);

class Declaration {
 public:
  Declaration(CLI::App& command, Command& chosen) : command_(command), chosen_(chosen) {}

  CLI::App& add(const char* word, const char* what, Run run) {
    options_ = std::make_shared<Options>();
    made_ = command_.add_subcommand(word, what);
    made_->callback([options = options_, run, &chosen = chosen_] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return *made_;
  }
  Options& options() { return *options_; }

  CLI::Option& documents() {
    return *made_->add_option("ID", options_->ids, "the documents' ids");
  }
  void all_new() {
    made_->add_flag("--all-new", options_->all_new,
                    "all that this register does not have, of those the options choose");
    add_filter_options(*made_, options_->filter);
  }
  CLI::Option& cell(const char* option, const char* code, const char* what,
                    const char* type) {
    return *made_->add_option(option, options_->cells[code], what)->type_name(type);
  }
  void year() {
    made_->add_option("--year", options_->year, "the register's year")
        ->check(CLI::Range(1900, 9999))
        ->type_name("Y");
  }
  CLI::Option& book() {
    return *made_->add_option("--book", options_->book, "di, den or chuyen-giao")
                ->type_name("B");
  }
  void series() {
    made_->add_option("--series", options_->series, "thuong, or mat for secrets")
        ->type_name("S");
  }

 private:
  CLI::App& command_;
  Command& chosen_;
  CLI::App* made_ = nullptr;
  std::shared_ptr<Options> options_;
};

void declare_entering(Declaration& declare) {
  declare.add("enter", "enter documents in a register", enter);
  declare.documents();
  declare.all_new();
  declare.book().required();
  declare.year();
  declare.cell("--copies", "copies", "di: how many copies", "N");
  declare.cell("--keeping-unit", "keeping-unit", "di: who keeps the file copy", "TEXT");
  declare.cell("--received-on", "received-on", "den: the day it came", "D");
  declare.cell("--number-in", "number-in", "den: the number on the incoming stamp", "N");
  declare.cell("--unit", "unit", "den: who is to act on it", "TEXT");
  declare.cell("--received-by", "received-by", "den: who signed for it", "TEXT");
  declare.cell("--note", "note", "a note", "TEXT");
  declare.add("hand-over", "enter in the register that documents were handed over",
              hand_over);
  declare.documents().required();
  declare.year();
  declare.cell("--to", "handed-to", "who received them", "TEXT").required();
  declare.cell("--on", "handed-on", "the day, YYYY-MM-DD", "D").required();
  declare.cell("--copies", "copies", "how many copies", "N");
  declare.cell("--note", "note", "a note", "TEXT");
}

void declare_reading(Declaration& declare) {
  declare.add("list", "registers, or with --book the rows of one", list);
  declare.book();
  declare.year();
  declare.series();
  CLI::App& printing =
      declare.add("print", "write a register to be printed and bound, or as CSV", print);
  declare.book().required();
  declare.year();
  printing.get_option("--year")->required();
  declare.series();
  Options& options = declare.options();
  options.series = "thuong";
  printing.add_option("--out,-o", options.out, "the file; - for stdout")
      ->required()
      ->type_name("FILE");
  printing.add_option("--format", options.format, "pdf or csv; by the file's ending")
      ->check(CLI::IsMember({"pdf", "csv"}));
  printing.add_option("--first", options.extent.first, "from this number on")
      ->check(CLI::Range(1, 100'000'000));
  printing.add_option("--last", options.extent.last, "up to this number")
      ->check(CLI::Range(1, 100'000'000));
  printing
      .add_option("--volume", options.extent.volume, "which volume of the year it is")
      ->check(CLI::Range(1, 10'000));
}

}  // namespace

void add_register(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand(
      "register", "registers of what goes out, comes in and is handed over");
  command->require_subcommand(1);
  Declaration declare(*command, chosen);
  declare_entering(declare);
  CLI::App& correcting = declare.add(
      "correct", "keep beside a row what is right; the row stays as it is", correct);
  correcting.add_option("ROW", declare.options().row, "the row's id, from 'list'")
      ->required();
  correcting
      .add_option("CORRECTION", declare.options().corrections,
                  "COLUMN=TEXT: what is right")
      ->required();
  correcting.add_option("--reason", declare.options().reason, "why")
      ->required()
      ->type_name("TEXT");
  declare_reading(declare);
}

}  // namespace tangthu::cli
