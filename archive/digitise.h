// Digitising: paper → read document → sealed in the vault. The way of a page, in one
// function.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "archive/batch.h"
#include "archive/destination.h"
#include "archive/ledger.h"
#include "archive/reading_room.h"
#include "archive/record.h"
#include "base/id.h"

namespace tangthu::archive {

struct DigitiseOptions {
  Label label;          // at least; a secrecy stamp raises its level
  std::string dossier;  // code, may be empty
  ReadingOptions reading;
  // The inputs are pages of one batch, to be cut (one_page_each).
  std::optional<BatchOptions> batch = std::nullopt;
  // Lets the run outlive this process. May be null; must outlive the run.
  Ledger* ledger = nullptr;
  // The batch ends because its device failed: the last document says so.
  bool broke_off = false;
  // Called before an error ends the run: the source must not wait any longer.
  std::function<void()> given_up = [] {};
  // That secrets up to its level may be scanned.
  std::optional<ScanApproval> approval = std::nullopt;
};

struct Digitised {
  DocumentId id;
  Label label;
  Record record;
  std::optional<BatchPlace> place = std::nullopt;  // in its batch
};

struct DigitiseReport {
  int documents = 0;
  int pages = 0;
  int failed = 0;

  void add(const DigitiseReport& other) {
    documents += other.documents;
    pages += other.pages;
    failed += other.failed;
  }
};

// What the caller hears, in order of input: a document that is on disk, or why not.
struct DigitiseListener {
  std::function<void(const Digitised&)> stored;
  std::function<void(const std::string& name, const Error&)> failed;
  std::function<void(const DigitiseReport&)> progress;  // after each input
  // Once, after the last document of a batch that was taken to its end.
  std::function<void(const BatchReport&)> batch = {};
};

// Takes every input. One that can't be taken, or a document that can't be stored for a
// reason of its own (too large, a level that its stamp asks for and nobody may write to),
// is reported and costs nothing else; an error of the vault itself (full disk, nobody
// cleared) ends the run. Returns early when `stop` becomes true; what was reported as
// stored stays stored. A batch with a ledger that has not ended is not finished: its last
// document may go on.
Result<DigitiseReport> digitise(const Destination& destination, IntakeSource source,
                                const DigitiseOptions& options,
                                const DigitiseListener& listener,
                                const std::atomic<bool>& stop);

}  // namespace tangthu::archive
