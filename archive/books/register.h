// Registers: sổ đi, sổ đến, sổ chuyển giao, by year, secrets in a series of their own
// (docs/REGISTERS.md).
//
// A row is an entry "register-row" under its document's label, and never changed: it says
// what was known when it was written, and stays when the document is destroyed. It is
// kept as a row (archive/entry.h).
//   {"kind", "book", "year", "series", "ordinal", "document", "cells": {CODE: text},
//    "by", "at"}
// A correction is an entry "register-correction" beside it:
//   {"kind", "row", "cells": {CODE: text}, "reason", "by", "at"}
// An entry "register-raised" says that its document went from the entry's label to one
// that not everybody holds who holds that; it outlives the document:
//   {"kind", "document"}
// Ordinals come from an entry "register-counter", one a book, year and series, under
// Thường, or Mật for secrets:
//   {"kind", "book", "year", "series", "next", "pending": [{"ordinal", "id"}]}
// which names the rows that are being written, so that one that never arrived in the
// vault gives its ordinal to the next.
//
// Thread rule: one thread enters rows; the vault admits one process that writes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "archive/entry.h"
#include "archive/paper/forms.h"
#include "archive/search.h"

namespace tangthu::archive {

enum class Book { kDi, kDen, kHandOver };
enum class Series { kThuong, kMat };
// di, den, chuyen-giao; thuong, mat. kUsage for other words.
std::string_view book_code(Book book);
Result<Book> parse_book(std::string_view code);
FormKind form_of(Book book);
std::string_view series_code(Series series);
Result<Series> parse_series(std::string_view code);
Series series_of(Level level);

struct RegisterName {
  Book book = Book::kDi;
  int year = 0;
  Series series = Series::kThuong;
  auto operator<=>(const RegisterName&) const = default;
};

using Cells = std::map<std::string, std::string>;  // by the codes of columns

struct Correction {
  Cells cells;
  std::string reason;
  std::string by;
  UnixSeconds at = 0;
};

struct RegisterRow {
  DocumentId id;  // the row's own
  Label label;
  RegisterName name;
  int ordinal = 0;
  DocumentId document;
  Cells cells;
  std::string by;
  UnixSeconds at = 0;
  std::vector<Correction> corrections;  // in order
  bool raised = false;                  // at some time, its document was
};

// What a register says of a document by itself: symbol, date, type, subject, level,
// signer, recipients, issuing body; of Tuyệt mật no subject.
Cells snapshot(const Label& label, const Record& record);

struct NewRow {
  RegisterName name;
  Label label;
  DocumentId document;
  Cells cells;
};

// All rows that a session may read.
struct RegisterRows {
  std::vector<RegisterRow> rows;     // by register and ordinal
  std::map<RegisterName, int> next;  // of the counters that may be read
  // Ordinals of rows that never arrived: the next rows get them.
  std::map<RegisterName, std::set<int>> free;
  std::size_t damaged = 0;

  bool has(Book book, const DocumentId& document) const;
};
Result<RegisterRows> read_registers(vault::Session& session, const vault::Look& look);

// Rows in this order, numbered from where their registers stand. On disk when it
// returns; when it fails, rows that were written stay, and no number is lost or given
// twice. `written` is called with each. kNotFound when a register can't be read or the
// label can't be written to; kSealedOrBusy when others changed it again and again.
Result<void> enter_rows(vault::Session& session, const vault::Look& look,
                        const std::vector<NewRow>& rows,
                        const std::function<void(const RegisterRow&)>& written);

// Before an action that raises a document: its rows must show no more of it, not even
// once it is destroyed and nobody can ask for its label.
Result<void> note_raised(vault::Session& session, const vault::ClassifyAction& action);

// Kept beside the row. kNotFound without such a row, kUsage for no reason, no cell, a
// cell that its book has not, or texts past 2,000 bytes.
Result<void> correct_row(vault::Session& session, const vault::Look& look,
                         const DocumentId& row, const Cells& cells,
                         const std::string& reason);

}  // namespace tangthu::archive
