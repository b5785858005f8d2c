// Registers as they are printed and bound, and as CSV.
#pragma once

#include "archive/books/register.h"
#include "archive/paper/paper_format.h"

namespace tangthu::archive {

struct RegisterExtent {
  int first = 1;
  int last = 0;    // 0: to its end
  int volume = 0;  // 0: a dotted line on the cover
};

struct PrintedRegister {
  Bytes bytes;
  std::size_t rows = 0;
  std::size_t hidden = 0;   // numbers that this session may not read
  std::size_t free = 0;     // numbers that the next rows will have
  std::size_t damaged = 0;  // entries that were passed over
};

// As the forms have it on the last day of its year. Subjects are left out where the
// document is Tuyệt mật by now, or has come to lie where this session can't read; what
// was destroyed says so. kNotFound: there is no such register, or its counter can't be
// read.
Result<PrintedRegister> print_register(vault::Session& session, const RegisterRows& rows,
                                       const FormBook& forms, const RegisterName& name,
                                       const RegisterExtent& extent, PaperFormat format);

// One row's cells as they are shown: days as in "05/03/2026", in the note corrections,
// with the headings of the form, and what became of the document.
Cells shown_cells(vault::Session& session, const RegisterRow& row, const PaperForm& form);

// "05/03/2026" of "2026-03-05"; other texts as they are.
std::string shown_day(const std::string& iso);
// "Quyết định về việc …": type and subject share a column.
std::string with_type(const std::string& type, std::string subject);

}  // namespace tangthu::archive
