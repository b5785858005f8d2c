// The register of copies (sổ quản lý sao, chụp): what the entries of copies say, with
// what their documents are now. Copies are numbered where they are issued
// (archive/copies); this prints them.
#pragma once

#include "archive/books/register_paper.h"

namespace tangthu::archive {

// Of one year, those that the session may read, by time. `hidden` and `free` stay 0.
Result<PrintedRegister> print_copies(vault::Session& session, const vault::Look& look,
                                     const FormBook& forms, int year, PaperFormat format);

}  // namespace tangthu::archive
