// Separator sheets as a PDF to print: A4, black on white, the code twice, so that one
// fold, hole or stain can't hide both, and words for the person who lays them.
// separator_sheet.cc is the only file that includes Cairo.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/batch/separator.h"

namespace tangthu::scanner {

inline constexpr int kMaxSeparatorSheets = 1000;

// One page a separator. Thread rule: free function; one at a time in a process (font
// libraries share state). Errors: kUsage for no sheets, too many, or a bad dossier code.
Result<Bytes> separator_pdf(const std::vector<Separator>& sheets);

}  // namespace tangthu::scanner
