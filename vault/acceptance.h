// Acceptance: the moment at which a submission becomes a document of the vault.
//
// Before it come the signature, the label, the sizes and the bodies' roots; then the log;
// then one durable commit. A submission that comes again is recognised by its digest and
// gets the receipt that it had.
#pragma once

#include "vault/document.h"
#include "vault/intent.h"
#include "vault/journal.h"
#include "vault/submission.h"

namespace tangthu::vault {

// What the vault answers: the log contains the statement, and the nonce proves it
// (vault/audit_trail.h).
struct Receipt {
  DocumentId document;
  Hash32 submission;
  std::uint64_t log_index;
  Bytes statement;
  Hash32 nonce;
  bool repeated = false;  // it had been accepted before
};

// The receipt that this document had; nothing when it was never accepted.
Result<std::optional<Receipt>> find_receipt(Barrier& barrier, const DocumentId& id);

// kBadInput when the submission is for another vault, is not signed by `station`, or
// names a label key that this vault does not have.
Result<void> check_submission(Directory& directory, const VaultHeader& header,
                              const Submission& submission, const VerifyKey& station);

// Where the bodies of a submission go.
PieceSink store_sink(Barrier& barrier, const DocumentId& id);

// Everything was checked and every body is in the store under its intent. `who` is the
// user or station, for the log. On disk when this returns.
Result<Receipt> accept(const DocumentContext& context, Journal& journal,
                       const Submission& submission, std::string_view who);

// For a document whose acceptance a crash interrupted between its commit and its receipt.
Result<void> complete_receipt(const DocumentContext& context, Journal& journal,
                              const DocumentId& id);

}  // namespace tangthu::vault
