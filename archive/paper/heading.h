// What a paper begins with. For archive/paper/*.cc only.
#pragma once

#include <string>
#include <vector>

#include "archive/paper/sheet_cursor.h"

namespace tangthu::archive {

// Issuing body on the left, motto on the right, the secrecy under the left one where
// there is one.
void draw_heading(SheetCursor& cursor, const IssuingBody& body,
                  const std::string& secrecy);
void draw_title(SheetCursor& cursor, const std::string& title,
                const std::vector<std::string>& subtitles);
// A page of its own.
void draw_cover(SheetCursor& cursor, const IssuingBody& body, const std::string& secrecy,
                const std::string& title, const std::vector<std::string>& lines);

}  // namespace tangthu::archive
