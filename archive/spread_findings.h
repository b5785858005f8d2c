// What a batch is cut and checked by, of a capture of one page or of a spread.
#pragma once

#include "archive/reading_room.h"

namespace tangthu::archive {

// A spread is one sheet of the stack, and no cut goes through it: it is blank where both
// its pages are, a first page on its right is a doubt, and a code on it makes it no
// separator sheet.
PageFindings findings_of(const ReadDocument& capture);

}  // namespace tangthu::archive
