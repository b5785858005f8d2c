// The forms in which a paper is handed out: to be printed, or for a spreadsheet.
#pragma once

namespace tangthu::archive {

enum class PaperFormat { kPdf, kCsv };

}  // namespace tangthu::archive
