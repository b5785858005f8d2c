// Documents in the vault: an envelope, a manifest, and objects as payloads.
//
// A document is one partition. Its objects' pieces are written first; the commit of its
// envelope and manifest, synced, is the moment of acceptance. Before the first piece an
// intent is noted in the partition "system", so that what a crash left half-written is
// removed at the next open for writing.
//
// Beside the document, label records (the catalogue entry, the search packet) are sealed
// to its label, in one partition a label. They are written before the acceptance and
// count only while the document is there.
#pragma once

#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/level.h"
#include "vault/barrier.h"
#include "vault/directory.h"
#include "vault/manifest.h"
#include "vault/payload.h"

namespace tangthu::vault {

struct StoredObject {
  ObjectName name;
  std::uint64_t size;  // of the plaintext, bytes
};

// Stored on disk: the values are frozen.
enum class LabelRecordKind : char { kCatalogue = 'c', kPacket = 'p' };

// What documents need of an unsealed vault. All must outlive their users.
struct DocumentContext {
  Barrier& barrier;
  const ShredKeys& shred_keys;
  const SigningKey& signing_key;
  const VerifyKey& verify_key;
};

// Thread rule: one thread at a time; several writers may work side by side.
class DocumentWriter {
 public:
  static Result<DocumentWriter> begin(const DocumentContext& context,
                                      const LabelKey& label);
  const DocumentId& id() const { return id_; }

  // Seals and writes one object. Nothing is visible yet.
  Result<void> add(ObjectName name, ByteView plaintext);
  Result<void> add_label_record(LabelRecordKind kind, ByteView plaintext);
  // After success the document is on disk and visible; after a failure it never was.
  Result<void> commit();

 private:
  DocumentWriter(const DocumentContext& context, const LabelKey& label);

  const DocumentContext* context_;
  LabelKey label_;
  DocumentId id_;
  PartitionName partition_;
  DocumentKey key_;
  std::vector<StoredObject> objects_;
  Manifest manifest_;

  Bytes encode_envelope(ByteView manifest) const;
};

// Thread rule: one thread at a time.
class DocumentReader {
 public:
  // kNotFound when there is no such document, and just so when its label is not held.
  static Result<DocumentReader> open(const DocumentContext& context,
                                     const std::vector<HeldLabel>& held,
                                     const DocumentId& id);
  const DocumentId& id() const { return id_; }
  const Label& label() const { return label_; }
  UnixSeconds created() const { return created_; }
  const std::vector<StoredObject>& objects() const { return objects_; }

  // kNotFound when the document has no such object.
  Result<PayloadReader> object(ObjectName name) const;
  // The whole object.
  Result<Bytes> read(ObjectName name) const;

 private:
  DocumentReader(const DocumentContext& context, const DocumentId& id, Label label)
      : context_(&context), id_(id), label_(std::move(label)) {}

  const DocumentContext* context_;
  DocumentId id_;
  PartitionName partition_{};
  Label label_;
  UnixSeconds created_ = 0;
  std::vector<StoredObject> objects_;
  DocumentKey key_;
};

// Is there an accepted document of this id? Says nothing of who may read it.
Result<bool> document_exists(Barrier& barrier, const DocumentId& id);

struct LabelRecord {
  DocumentId document;
  Bytes content;
};

// All records of this kind under a held label whose document was accepted.
Result<std::vector<LabelRecord>> read_label_records(Barrier& barrier,
                                                    const HeldLabel& label,
                                                    LabelRecordKind kind);

// Removes what unfinished writers left. Only while no writer is at work.
Result<void> clear_unfinished(Barrier& barrier);

}  // namespace tangthu::vault
