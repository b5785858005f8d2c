#include <algorithm>
#include <set>

#include "archive/catalogue.h"
#include "archive/filter_match.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/register_options.h"
#include "cli/register_words.h"

namespace tangthu::cli {
namespace {

using archive::Book;
using archive::RegisterName;
using archive::RegisterRow;

// The year of the book's own day, else of the paper's, else this one.
int year_of(const RegisterOptions& options, const archive::Cells& cells) {
  if (options.year != 0) return options.year;
  for (const char* code : {"handed-on", "received-on", "date"}) {
    const auto at = cells.find(code);
    const auto day = at == cells.end() ? std::nullopt : parse_date(at->second);
    if (day) return static_cast<int>(day->year());
  }
  return static_cast<int>(viet_nam_day(now_utc()).year());
}

Result<void> check_days(const RegisterOptions& options) {
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
archive::NewRow new_row(const RegisterOptions& options, Book book, const DocumentId& id,
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
                                                 const RegisterOptions& options,
                                                 Book book) {
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

Result<int> enter_in(Context& context, const RegisterOptions& options, Book book) {
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

}  // namespace

Result<int> register_enter(Context& context, const RegisterOptions& options) {
  const Book book = TRY(archive::parse_book(options.book));
  if (book == Book::kHandOver) {
    return fail(ErrorCode::kUsage, "what is handed over is entered by itself",
                "use 'tangthu register hand-over'");
  }
  return enter_in(context, options, book);
}

Result<int> register_hand_over(Context& context, const RegisterOptions& options) {
  return enter_in(context, options, Book::kHandOver);
}

Result<int> register_correct(Context& context, const RegisterOptions& options) {
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

}  // namespace tangthu::cli
