// Capture: pages of a device are sealed into a batch's journal as fast as they come, and
// digitised from there, side by side. A sheet is asked for only when the one before it is
// on disk.
//
// When the device fails, the run goes on with what was captured, stores the documents
// that are complete, and leaves the rest in the journal: capture() again, with the same
// journal's spool, goes on at the next sheet. Killed at any moment, the same. Documents
// that an earlier run refused are tried again first.
//
// Thread rule: one thread. The device is called from a thread of its own.
#pragma once

#include "archive/batch_journal.h"
#include "archive/digitise.h"

namespace tangthu::archive {

struct CaptureOptions {
  std::string name;  // of the batch: its documents are NAME#PAGE
  // Always cut as a batch; without rules it is one document.
  DigitiseOptions digitise;
  // The second pass of a journal of two: called by the device's thread when the first is
  // through.
  std::function<Result<std::unique_ptr<scanner::PageSource>>()> turn = {};
};

struct CaptureListener {
  DigitiseListener digitise;
  // The device failed, by its word; so many pages are safe. On the caller's thread, as
  // soon as the page under way is read.
  std::function<void(const Error&, int pages)> device_failed;
};

struct CaptureReport {
  DigitiseReport digitised;
  int pages = 0;  // in the batch so far
  // Everything was tried: what is stored has left the journal, and where nothing was
  // refused the journal is gone.
  bool done = false;
  std::optional<Error> device_error;
};

// `device` is nothing where no more is to be captured: what there is is stored, and the
// batch ends. Errors: those of the destination and of the journal; captured pages stay.
Result<CaptureReport> capture(BatchJournal& journal,
                              std::unique_ptr<scanner::PageSource> device,
                              const Destination& destination,
                              const CaptureOptions& options,
                              const CaptureListener& listener,
                              const std::atomic<bool>& stop);

}  // namespace tangthu::archive
