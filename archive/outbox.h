// A station's outbox: the folder of bundles that are on their way to the vault.
//
//   ID.bundle               sealed, to be sent (vault/bundle.h)
//   ID.bundle.part          being sealed
//   batches/                what is being scanned (vault/spool.h)
//   receipts                a line for each bundle that the vault took:
//                           "ID LOG-INDEX TIME\n"
//   refused/ID.bundle, .txt what the vault refused for good, and why
//
// All of it is ciphertext, ids, numbers and times. A receipt is on disk before its bundle
// goes, so that a document that was sealed is known for ever to have been (sealed_in()):
// whoever takes up a batch or a file that a crash cut short makes none again. A line that
// a crash cut off is none.
//
// One process sends from an outbox; any may seal into it meanwhile.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/id.h"
#include "base/result.h"

namespace tangthu::archive {

// Whether the document was ever sealed into this outbox, be it sent or refused since. Any
// thread and process. kStorage when the receipts can't be read.
Result<bool> sealed_in(const std::filesystem::path& outbox, const DocumentId& id);

// Thread rule: one thread.
class Outbox {
 public:
  // For the process that sends. What a crash left of the last one is tidied: bundles with
  // a receipt go, and unfinished ones that nobody wrote to for an hour. kSealedOrBusy
  // when another process sends from it, kStorage when it can't be written to.
  static Result<Outbox> open(const std::filesystem::path& folder);

  // In the order in which they were sealed, as their files' times tell.
  Result<std::vector<DocumentId>> waiting() const;
  std::filesystem::path bundle(const DocumentId& id) const;

  // The vault has it: the receipt is kept, then the bundle goes. kStorage when one of
  // both failed; the bundle is then sent again, and gets the same receipt.
  Result<void> accepted(const DocumentId& id, std::uint64_t log_index,
                        UnixSeconds now) const;
  // The vault will never take it: the bundle is set aside, with `reason` beside it.
  Result<void> set_aside(const DocumentId& id, const std::string& reason) const;

 private:
  Outbox(std::filesystem::path folder, Descriptor lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  Result<void> tidy() const;

  std::filesystem::path folder_;
  Descriptor lock_;
};

}  // namespace tangthu::archive
