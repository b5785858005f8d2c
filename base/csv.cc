#include "base/csv.h"

#include <algorithm>

namespace tangthu {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

Failure bad_table(int line, Literal text, Literal remedy) {
  return fail(ErrorCode::kBadInput, text, remedy, "line " + std::to_string(line));
}

// What parts the fields of the first line: what stands in it first, outside quotes.
char separator_of(std::string_view text) {
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',' || c == ';' || c == '\t') return c;
    if (c == '\n') break;
  }
  return ',';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  Result<std::vector<CsvRow>> read() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row = TRY(read_row());
      const bool empty = std::ranges::all_of(row.cells, &std::string::empty);
      if (empty) continue;
      if (rows.size() == kMaxCsvRows) {
        return bad_table(row.line, "a table has at most 100,000 rows", "split the file");
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool ends_line() const { return at_ == text_.size() || text_[at_] == '\n'; }

  Result<CsvRow> read_row() {
    CsvRow row;
    row.line = line_;
    for (;;) {
      row.cells.push_back(TRY(read_cell()));
      if (row.cells.size() > kMaxCsvCells) {
        return bad_table(row.line, "a row of a table has at most 100 cells",
                         "check what parts its cells");
      }
      if (ends_line()) break;
      ++at_;  // the separator
    }
    if (at_ < text_.size()) ++at_;
    ++line_;
    return row;
  }

  Result<std::string> read_cell() {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    const std::size_t start = at_;
    while (!ends_line() && text_[at_] != separator_) {
      if (text_[at_] == '"') return stray_quote();
      ++at_;
    }
    std::string cell(text_.substr(start, at_ - start));
    if (cell.ends_with('\r') && ends_line()) cell.pop_back();
    return cell;
  }

  Result<std::string> read_quoted() {
    const int begun = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        if (at_ == text_.size() || text_[at_] != '"') return after_quote(std::move(cell));
      }
      if (text_[at_] == '\n') ++line_;
      cell += text_[at_];
    }
    return bad_table(begun, "a quote of this table does not end",
                     "close it, or double it");
  }

  Result<std::string> after_quote(std::string cell) {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (!ends_line() && text_[at_] != separator_) return stray_quote();
    return cell;
  }

  Failure stray_quote() const {
    return bad_table(line_, "a quote stands amid a cell of this table",
                     "put the whole cell in quotes, and double those within");
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.size() > kMaxCsvBytes) {
    return fail(ErrorCode::kBadInput, "the table is larger than 32 MiB",
                "split the file");
  }
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return Reader(text).read();
}

}  // namespace tangthu
