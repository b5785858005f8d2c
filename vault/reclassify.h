// Moving a document to another label, or to its label's newest epoch.
//
// The payloads stay as they are: the label is bound in the envelope and in the wrap of
// the document's key. Only where whoever could read it before must not be able to go on
// with a key he kept is the key renewed and every body sealed again.
//
// A crash at any point leaves the document wholly under one label (vault/intent.h).
#pragma once

#include "vault/document.h"

namespace tangthu::vault {

enum class PayloadKey { kKept, kRenewed };

// kNotFound when the session does not hold the document's label. `to` is another label.
// kSealedOrBusy while a segment of the search index holds the document: it is taken out
// first (docs/INDEX.md). kCorrupt when its label's index is lost and it has no packet.
// The move is buffered. What is returned ends it and is to be committed to the partition
// "system" as a change (vault/journal.h): it makes the move durable.
Result<Batch> reclassify(const DocumentContext& context, const HeldLabels& held,
                         const DocumentId& id, const LabelKey& to, PayloadKey key);

// Wraps the document's key, and its label records, to the newest epoch of its label, so
// that a key that somebody lost opens nothing that is in the store any more.
Result<void> rewrap(const DocumentContext& context, const HeldLabels& held,
                    const DocumentId& id, const LabelKey& newest);

}  // namespace tangthu::vault
