// Reading one document for a time, without its label: the document's key wrapped to one
// user, until a moment.
//
//   reading/ ‖ blinded(document id ‖ user id)
//           document id (16) ‖ user id (16) ‖ layer(document id, reading) of
//             sized(label) ‖ u64 until ‖ sized(wrapped document key)
//   context "tangthu reading v1" ‖ document id ‖ user id ‖ sized(label) ‖ u64 until
//
// It dies with the document, in backups too, and with the document's move to another
// label. After `until` this program opens nothing by it; who kept the key by other means
// has what he could have copied before.
// Thread rule: that of the callers.
#pragma once

#include "vault/document.h"

namespace tangthu::vault {

// The user, and the key that he opens with.
struct GrantedReader {
  const UserId& user;
  const PrivateKey& private_key;
  const PublicKey& public_key;
};

std::string reading_key(const Barrier& barrier, const DocumentId& id, const UserId& user);

// To be committed to the partition "system" as a change (vault/journal.h).
Result<Record> seal_reading(const DocumentContext& context,
                            const DocumentReader& document, const UserId& user,
                            const PublicKey& to, UnixSeconds until);

// Whether such a record is there, whatever it says.
Result<bool> has_reading(const DocumentContext& context, const DocumentId& id,
                         const UserId& user);
// The document's key, for this user at this moment. kNotFound when he has no grant, it
// has run out, or the document lies under another label.
Result<DocumentKey> open_reading(const DocumentContext& context, const Envelope& envelope,
                                 const GrantedReader& reader, UnixSeconds now);

}  // namespace tangthu::vault
