// A file that a watcher has claimed: what is in it, what came of it, and which of its
// documents went out before.
//
// Beside the file lies a note: a line for each document that is about to be committed,
// with its ordinal and its id. The lines say nothing of what is in the file; one that a
// crash cut off is none.
// Thread rule: next() on one thread; the rest by one thread at a time, beside it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "archive/watched_folder.h"

namespace tangthu::archive {

class ClaimedFile {
 public:
  // A file that can't be opened says so as its first input. `folder` must outlive this.
  static Result<std::unique_ptr<ClaimedFile>> take_up(scanner::HotFolder& folder,
                                                      scanner::Claim claim);

  // Safe to print.
  const std::string& name() const { return result_.name; }
  std::optional<scanner::Input> next() { return walk_.next(); }

  // The id under which an earlier watcher stored this input, or document; from 1. It then
  // counts as stored.
  Result<std::optional<DocumentId>> stored_before(int ordinal, const HasArrived& arrived);
  // Before a commit. A file that changed since it was claimed is refused.
  Result<void> note(int ordinal, const DocumentId& id);
  void add_stored() { ++result_.stored; }
  // Whether it counts: false when the file goes back whole.
  bool add_failure(const std::string& name, const Error& error);

  // Ends the claim: into done/ or failed/, or back to settle.
  Result<void> settle(const FolderListener& listener, FolderReport& report);
  Result<void> give_back();

 private:
  ClaimedFile(scanner::HotFolder& folder, scanner::Claim claim,
              scanner::OpenedFile opened, const std::string& note);
  // Changed before anything of it was stored: nothing has happened yet.
  bool goes_back() const { return changed_ && result_.stored == 0; }

  scanner::HotFolder& folder_;
  const scanner::Claim claim_;
  FailedFile result_;
  scanner::InputWalk walk_;
  // Several ids where an attempt failed.
  std::multimap<int, DocumentId> noted_;
  bool changed_ = false;
};

// The next file, waited for as long as the round lingers; nothing when there is none.
Result<std::unique_ptr<ClaimedFile>> next_file(scanner::HotFolder& folder,
                                               std::chrono::milliseconds linger,
                                               const std::function<bool()>& stop);

}  // namespace tangthu::archive
