// What is remembered of a batch's pages once they are stored, so that the batch can go on
// in another process: enough to cut and reckon as if all its pages went by again.
#pragma once

#include <optional>
#include <vector>

#include "archive/read_page.h"
#include "base/id.h"
#include "scanner/batch/splitter.h"

namespace tangthu::archive {

struct PageTrace {
  int page = 0;      // as it came, from 1
  bool gap = false;  // could not be taken; the rest says nothing then
  PageFindings found;
  // Where it comes from, as in FilePart.
  int file = 0;
  int page_of_file = 0;
  bool ends_file = false;

  bool is_single() const { return page_of_file == 1 && ends_file; }
};

// Why a document could not be stored, and what of the batch it is: its pages stay.
struct Refusal {
  std::vector<int> pages;  // rising; at least one
  std::string dossier;     // its code, may be empty
  scanner::CutReason opens = scanner::CutReason::kBatchBegins;
  ErrorCode code = ErrorCode::kBadInput;
  // English, as of an Error.
  std::string text;
  std::string remedy;
};

// A document of a batch that was stored, or was about to be, or was refused. Where inputs
// are not cut into pages, an input counts as a page, and there are no traces.
struct BatchNote {
  DocumentId id;
  int last_page = 0;  // of the batch; all pages up to it are in this note or earlier ones
  std::string last_name;  // what the last page came in as
  std::vector<PageTrace> traces;
  std::optional<Refusal> refusal;  // the id is then that of the last attempt, or zero
};

//   note   document id (16) ‖ u32 last page ‖ sized(last name) ‖ u32 count × trace
//   trace  u32 page ‖ u8 gap ‖ u8 kind of code ‖ sized(dossier) ‖ u8 blank ‖ u8 first
//   page
//          ‖ u64 × 2 raster ‖ sized(ink) ‖ u32 file ‖ u32 page of file ‖ u8 ends file
//   and of a document that was refused
//          ‖ u8 code ‖ sized(text) ‖ sized(remedy) ‖ sized(dossier) ‖ u8 reason of the
//          cut ‖ u32 count × u32 page
Bytes encode(const BatchNote& note);
// kCorrupt when it is none.
Result<BatchNote> decode_note(ByteView bytes);

}  // namespace tangthu::archive
