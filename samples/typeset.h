// Sets a document on A4 sheets in the layout of Decree 30/2020, appendix I.
#pragma once

#include <vector>

#include "samples/document.h"
#include "samples/sheet.h"

namespace tangthu::samples {

// What a clerk stamps and signs later, in points.
struct Places {
  Rect below_number;  // left column, under the number: secrecy and urgency stamps
  Rect below_date;    // right column: the stamp of the receiver
  int signature_sheet = 0;
  Rect signature;       // between title and name
  Rect left_signature;  // empty where there is none
};

// The sheets with all their lines in reading order; page numbers from the second on.
// Sheet `s` needs `document.style` to outlive it.
Places typeset(const Document& document, Sheets& sheets);

}  // namespace tangthu::samples
