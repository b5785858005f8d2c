// A batch: pages in the order of the stack → documents, and the reckoning of what came.
//
// The reading room gives pages one at a time (one_page_each); the cutter collects them to
// documents by the splitter's rules (scanner/batch/splitter.h) and keeps account: nothing
// that came in goes unnamed in the report. It holds one document, never the batch.
//
// What is called a page here is a capture: one of a spread counts once and is never cut
// through, and becomes two pages of its document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/batch_trace.h"
#include "archive/reading_room.h"
#include "scanner/batch/likeness.h"
#include "scanner/batch/splitter.h"

namespace tangthu::archive {

// Where one input ends and another begins, a document may go on: a folder of single
// images is one stack of paper.
enum class FileBounds : std::uint8_t {
  kEveryFile,           // each input is a document of its own at least
  kFilesOfSeveralPages  // only PDFs and TIFFs of several pages are
};

enum class InputsAs : std::uint8_t { kWhole, kOnePageEach };

struct BatchOptions {
  scanner::SplitRules rules;
  FileBounds files = FileBounds::kFilesOfSeveralPages;
  int expected_sheets = 0;  // 0: not known
};

// Each page of each input as an input of its own, in order. So many inputs went by
// before.
IntakeSource one_page_each(IntakeSource inputs, int inputs_before = 0);
// The same inputs without what is stored already, one page each where the notes have
// pages. kBadInput when they are not the same: the folder has changed.
Result<IntakeSource> inputs_after(IntakeSource inputs,
                                  const std::vector<BatchNote>& stored, InputsAs as);

// Where a document lies in its batch. Pages are counted from 1 as they came, separators
// and pages that failed included.
struct BatchPlace {
  int first_page = 0;
  int last_page = 0;
  scanner::CutReason opens = scanner::CutReason::kBatchBegins;
};

struct DoubtfulPage {
  int page = 0;
  scanner::Doubt doubt = scanner::Doubt::kNone;
};

struct BatchReport {
  int pages = 0;  // came, of whatever kind
  int documents = 0;
  int sides_a_sheet = 1;
  int expected_sheets = 0;       // 0: not known
  std::vector<int> blank_pages;  // kept in their documents' masters
  std::vector<int> separators;   // not kept, nor are their blank backs
  std::vector<int> separator_backs;
  std::vector<int> gaps;  // pages that could not be taken
  std::vector<DoubtfulPage> doubts;
  std::vector<scanner::Duplicate> duplicates;  // kept, all of them

  // Of paper that went through: a last sheet of one side counts whole.
  int sheets() const { return (pages + sides_a_sheet - 1) / sides_a_sheet; }
  // How many were expected and did not come; negative: so many too many.
  int missing_sheets() const {
    return expected_sheets == 0 ? 0 : expected_sheets - sheets();
  }
  bool whole() const { return gaps.empty() && missing_sheets() == 0; }
};

struct CutDocument {
  ReadDocument document;
  BatchPlace place;
  std::string dossier;        // by a separator; empty: as the command says
  std::string last_name;      // what its last page came in as
  std::vector<int> captures;  // its pages, by their numbers in the batch
  // Of its pages, and of what came between the document before it and them.
  std::vector<PageTrace> traces;
};

// Thread rule: one thread. Pages in order; `add` gives the document that the page ends,
// `finish` the last one.
class BatchCutter {
 public:
  explicit BatchCutter(const BatchOptions& options);

  std::optional<CutDocument> add(ReadDocument page);
  std::optional<CutDocument> finish();
  // A page of a document that is stored already goes by again. Before the first add().
  void replay(const PageTrace& trace);
  const BatchReport& report() const { return report_; }

 private:
  scanner::Placement place(const PageTrace& trace);
  scanner::FileStart file_start(const PageTrace& trace) const;
  void account(const PageFindings& found, const scanner::Placement& placement);
  void open(const ReadDocument& page, const scanner::Placement& placement);
  void keep(ReadDocument capture);

  BatchOptions options_;
  scanner::Splitter splitter_;
  scanner::DuplicateFinder duplicates_;
  BatchReport report_;
  std::optional<PageTrace> page_before_;  // the last one taken; without its print
  std::optional<CutDocument> current_;
  std::vector<FilePart> parts_;    // of the pages of current_
  std::vector<PageTrace> traces_;  // since the last page of the last document
};

}  // namespace tangthu::archive
