// A hot folder on its way into the archive, in rounds: what is complete is claimed,
// digitised like any input, and moved to done/ or failed/.
//
// Exactly once: before a document is committed its id is noted with the claim, on disk,
// and a file leaves its claim only after the documents in it are on disk where they
// belong. Whoever takes up a claim that has notes asks the destination for those ids and
// passes over what arrived. A vault remembers every document that it accepted, and an
// outbox every bundle that was sent from it (outbox.h), so nothing is lost and nothing
// doubled, whenever the watcher is killed. A bundle that is carried away by hand while
// its watcher lies dead between commit and move is made again, under another id.
//
// A file that changes after it was claimed goes back to settle. An archive of which a
// part fails goes to failed/ with the failures named; what is good in it stays stored.
// Where options.batch is there, each file is a stack of its own (watched_stacks.h).
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "archive/digitise.h"
#include "scanner/hot_folder.h"

namespace tangthu::archive {

struct FailedFile {
  std::string name;  // safe to print
  // Of the file, or of members of it.
  std::vector<std::pair<std::string, Error>> failures;
  int stored = 0;  // documents of it that are stored all the same
};

struct FolderListener {
  DigitiseListener documents;
  // A document that an earlier watcher stored and could not report.
  std::function<void(const std::string& name, const DocumentId&)> stored_before;
  // What is written beside a failed file. Called on the caller's thread, as all of these.
  std::function<std::string(const FailedFile&)> reason;
  // The reckoning of a file that was cut as a stack; may be empty.
  std::function<void(const std::string& name, const BatchReport&)> stack = {};
};

struct FolderReport {
  DigitiseReport documents;
  int done = 0;    // files
  int failed = 0;  // files
  ErrorCode last_failure = ErrorCode::kBadInput;
};

struct FolderRound {
  Destination destination;
  HasArrived has_arrived;
  DigitiseOptions options;
  std::chrono::milliseconds linger{0};  // waiting for another file, before it ends
  std::shared_ptr<const Passphrase> pdf_password = nullptr;  // of PDFs that ask for one
};

// Takes what is complete until nothing is, or `stop` becomes true; then the document
// under way is finished and the rest put back. An error of destination or folder ends the
// round; what was claimed is put back, or stays claimed for the next round.
Result<void> take_in_folder(scanner::HotFolder& folder, const FolderRound& round,
                            const FolderListener& listener, FolderReport& report,
                            const std::atomic<bool>& stop);

}  // namespace tangthu::archive
