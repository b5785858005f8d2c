// The envelope: what the vault keeps of a document besides its bodies. It has a constant
// size, however many pages there are.
//
//   stored   u16 format = 2 ‖ shred layer under leaf(document id, kEnvelope) of
//   inner    document id (16) ‖ u32 version ‖ label ‖ u32 label epoch ‖ u64 time accepted
//            ‖ station id (16) ‖ digest of the submission (32) ‖ sized(wrapped document
//            key) ‖ BLAKE2b-256 of the manifest (32)
//
// The label is bound here and in the wrap, not in the payloads: reclassification rewrites
// no payload. The version counts changes of label or key; a label record belongs to the
// document only when it bears the same version.
#pragma once

#include "vault/submission.h"

namespace tangthu::vault {

struct Envelope {
  DocumentId id;
  std::uint32_t version;
  Label label;
  std::uint32_t label_epoch;
  UnixSeconds accepted;
  StationId station;
  Hash32 submission;
  Bytes wrapped_key;
  Hash32 manifest;
};

// kNotFound when the document's leaf is punctured.
Result<Bytes> seal_envelope(const ShredTree& tree, const Envelope& envelope);
// One as long as most, which opens to nothing.
ByteView decoy_envelope();
// kNotFound when punctured, kCorrupt when changed or of an unknown format.
Result<Envelope> open_envelope(const ShredTree& tree, const DocumentId& id,
                               ByteView stored);

}  // namespace tangthu::vault
