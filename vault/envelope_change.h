// A document's envelope in place of the one that was read: what reclassification and
// revision have in common. For vault/reclassify.cc and vault/revise.cc.
#pragma once

#include <span>

#include "vault/document.h"

namespace tangthu::vault {

// kSealedOrBusy.
Failure changed_meanwhile(const DocumentId& id);

// As it lies in the store. kNotFound without one.
Result<Bytes> stored_envelope(const DocumentContext& context, const DocumentId& id);

// Wraps the key to `to`, at the envelope's version.
void wrap_document_key(Envelope& envelope, const DocumentKey& key, const LabelKey& to);

// What changes besides the envelope; nothing without a manifest.
struct BodyChange {
  const Manifest* manifest = nullptr;         // the new one
  std::span<const ManifestEntry> moved = {};  // of it: those that lie elsewhere now
};

// One commit, buffered. kSealedOrBusy when the stored envelope is not `before` any more.
Result<void> commit_envelope(const DocumentContext& context, const Envelope& envelope,
                             const Bytes& before, const BodyChange& bodies);

}  // namespace tangthu::vault
