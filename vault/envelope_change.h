// A document's envelope in place of the one that was read: what reclassification and
// revision have in common. For vault/reclassify.cc, vault/revise.cc and who calls them.
#pragma once

#include <functional>
#include <span>

#include "vault/document.h"

namespace tangthu::vault {

// kSealedOrBusy.
Failure changed_meanwhile(const DocumentId& id);

// A document that is to change, and its envelope as it lies in the store.
struct ChangingDocument {
  Bytes envelope;
  DocumentReader reader;
};
// kNotFound as of DocumentReader.
Result<ChangingDocument> open_to_change(const DocumentContext& context,
                                        const HeldLabels& held, const DocumentId& id);

// Wraps the key to `to`, at the envelope's version.
void wrap_document_key(Envelope& envelope, const DocumentKey& key, const LabelKey& to);

// An object sealed anew, under the other of its body's two numbers; `feed` writes its
// plaintext.
Result<ManifestEntry> seal_beside(
    const DocumentContext& context, const DocumentId& id, std::uint32_t old_body,
    const DocumentKey& key, const std::function<Result<void>(PayloadSealer&)>& feed);

// What changes besides the envelope; nothing without a manifest.
struct BodyChange {
  const Manifest* manifest = nullptr;         // the new one
  std::span<const ManifestEntry> moved = {};  // of it: those that lie elsewhere now
};

// One commit, buffered. kSealedOrBusy when the stored envelope is not `before` any more.
Result<void> commit_envelope(const DocumentContext& context, const Envelope& envelope,
                             const Bytes& before, const BodyChange& bodies);

}  // namespace tangthu::vault
