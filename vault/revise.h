// Revising what was derived from a document's masters: texts, access copy, record, and
// with them the catalogue entry and the search packet; or an entry (vault/entry.h). A
// correction changes several of these at once, or none.
//
// The document's key stays, each payload has a salt of its own; the label stays. Masters
// are never replaced. A new body lies under the other of its two numbers and a new label
// record in the other of its two places, until one commit, that of the envelope with the
// next version, makes all of them count. A crash at any point leaves the document wholly
// as it was or wholly revised (vault/intent.h).
#pragma once

#include <utility>
#include <vector>

#include "vault/envelope_change.h"

namespace tangthu::vault {

struct Revision {
  // Objects that the document has, each once, in plaintext; no master.
  std::vector<std::pair<ObjectName, Bytes>> objects;
  // In place of those of these kinds, each once, in plaintext.
  std::vector<std::pair<LabelRecordKind, Bytes>> records;
};

// And the version of the document that it was made from.
struct PreparedRevision {
  std::uint32_t version = 0;
  Revision revision;
};

// Of a document that is of this version still: kSealedOrBusy when it was changed since.
// `newest`: the newest key of its label. The revision is buffered. What is returned ends
// it and is to be committed to the partition "system" as a change (vault/journal.h): it
// makes the revision durable.
Result<Batch> revise(const DocumentContext& context, const HeldLabels& held,
                     const ChangingDocument& document, std::uint32_t version,
                     const LabelKey& newest, const Revision& revision);

}  // namespace tangthu::vault
