// Documents in the vault, and reading them.
//
// A document is one partition: `envelope`, `manifest` (public), one small record an
// object, and the objects' bodies. Reading one page costs the same in a document of one
// page and of a thousand: the envelope has a constant size, and an object is found by its
// name.
//
// Beside the document, label records (the catalogue entry, the search packet) are sealed
// to its label, in one partition a label, under a leaf of the document's shred id. They
// count only while the document is there and of the same version. Each has two places, so
// that a revised one (vault/revise.h) lies beside the one it is to replace until the
// document's own commit decides which of them counts.
#pragma once

#include <any>
#include <map>
#include <optional>
#include <vector>

#include "vault/barrier.h"
#include "vault/directory.h"
#include "vault/envelope.h"
#include "vault/keyring.h"
#include "vault/manifest.h"
#include "vault/payload.h"
#include "vault/system_records.h"

namespace tangthu::vault {

// What documents need of an unsealed vault. All must outlive their users.
struct DocumentContext {
  Barrier& barrier;
  const SystemRecords& records;
  const ShredTree& shred;
  const VaultHeader& header;
  const SigningKey& signing_key;
};

struct StoredObject {
  ObjectName name;
  std::uint64_t size;  // of the plaintext, bytes
};

// Where an object's body lies.
struct ObjectEntry {
  std::uint32_t body;
  std::uint64_t size;  // of the plaintext, bytes
};

enum class LabelPlace : std::uint8_t { kFirst, kSecond };
inline constexpr LabelPlace kLabelPlaces[] = {LabelPlace::kFirst, LabelPlace::kSecond};

PartitionName document_partition(const Barrier& barrier, const DocumentId& id);
PartitionName label_partition(const Barrier& barrier, const Label& label);
std::string label_record_key(const Barrier& barrier, LabelRecordKind kind,
                             const DocumentId& id, LabelPlace place = LabelPlace::kFirst);
std::string object_key(ObjectName name);
Bytes encode_object(const ObjectEntry& entry);
inline constexpr std::string_view kEnvelopeKey = "envelope";

// kNotFound when there is none, or it was destroyed. Says nothing of who may read it.
Result<Envelope> find_envelope(const DocumentContext& context, const DocumentId& id);

// Thread rule: one thread at a time.
class DocumentReader {
 public:
  // kNotFound when there is no such document, and just so when its label is not held.
  static Result<DocumentReader> open(const DocumentContext& context,
                                     const HeldLabels& held, const DocumentId& id);
  // By a grant to read this one document (vault/reading_grant.h). kNotFound without one.
  static Result<DocumentReader> open_granted(const DocumentContext& context,
                                             const struct GrantedReader& reader,
                                             const DocumentId& id, UnixSeconds now);
  const DocumentId& id() const { return envelope_.id; }
  const Label& label() const { return envelope_.label; }
  UnixSeconds created() const { return envelope_.accepted; }
  const Envelope& envelope() const { return envelope_; }
  const DocumentKey& key() const { return key_; }

  // All objects, in order of kind and number. kCorrupt when the manifest is not the one
  // that was accepted.
  Result<std::vector<StoredObject>> objects() const;
  Result<Manifest> manifest() const;

  // kNotFound when the document has no such object.
  Result<PayloadReader> object(ObjectName name) const;
  // The whole object.
  Result<Bytes> read(ObjectName name) const;

 private:
  DocumentReader(const DocumentContext& context, Envelope envelope)
      : context_(&context), envelope_(std::move(envelope)) {}

  const DocumentContext* context_;
  Envelope envelope_;
  PartitionName partition_{};
  DocumentKey key_;
};

struct LabelRecord {
  DocumentId document;
  std::uint32_t label_epoch;
  Bytes content;
  LabelPlace place = LabelPlace::kFirst;
  std::uint32_t version = 0;  // of the document
};

// A label record as it is stored: sealed to the label, under a leaf of the document.
Result<Record> seal_label_record(const DocumentContext& context, const Label& label,
                                 std::uint32_t epoch, const DocumentId& id,
                                 std::uint32_t version, LabelRecordKind kind,
                                 ByteView sealed_to_label,
                                 LabelPlace place = LabelPlace::kFirst);

// The record of one document; nothing when it has none. A document has no packet while it
// is a member of a segment (vault/label_index.h).
Result<std::optional<LabelRecord>> read_label_record(const DocumentContext& context,
                                                     const HeldLabels& held,
                                                     const Envelope& envelope,
                                                     LabelRecordKind kind);
// Of the record that lies in this place, whether it counts or not; nothing when there is
// none, or it is damaged.
Result<std::optional<std::uint32_t>> label_record_version(const DocumentContext& context,
                                                          const Label& label,
                                                          const DocumentId& id,
                                                          LabelRecordKind kind,
                                                          LabelPlace place);
// Document and version of every record of this kind under the label, whether it counts or
// not. Needs no label key.
Result<void> visit_label_versions(
    const DocumentContext& context, const Label& label, LabelRecordKind kind,
    const std::function<void(const DocumentId&, std::uint32_t)>& visit);
// How many records of this kind lie under the label, whether they count or not.
Result<std::size_t> count_label_records(const DocumentContext& context,
                                        const Label& label, LabelRecordKind kind);
// After many were removed: going through the others is as quick as before. Nothing else
// changes.
Result<void> settle_label_records(const DocumentContext& context, const Label& label,
                                  LabelRecordKind kind);
// What follows from one record by itself; nothing for what is not to be visited. Called
// by several threads, several times at once. kCorrupt: its maker sealed no such record,
// and it counts as damaged.
using ReadLabelRecord = std::function<Result<std::any>(LabelRecord&&)>;
// By the caller's thread, in the order of the records.
using VisitRead = std::function<Result<void>(std::any&&)>;
// Every record of this kind under the label whose document is there. Returns how many
// damaged ones were passed over.
Result<std::size_t> visit_label_records(const DocumentContext& context,
                                        const HeldLabels& held, const Label& label,
                                        LabelRecordKind kind, const ReadLabelRecord& read,
                                        const VisitRead& visit);
Result<std::size_t> visit_label_records(
    const DocumentContext& context, const HeldLabels& held, const Label& label,
    LabelRecordKind kind, const std::function<Result<void>(LabelRecord&&)>& visit);

// Records that were seen, from one look under a label to the next: by their keys.
struct SeenRecord {
  DocumentId document;
  std::uint32_t version;
  // What its counting follows from, as it was before it was found to count.
  struct Grounds {
    std::uint64_t changes;    // of the document's partition
    std::uint64_t punctures;  // of the shred tree
    bool operator==(const Grounds&) const = default;
  };
  std::optional<Grounds> counted = {};
};
using SeenRecords = std::map<std::string, SeenRecord>;
// As visit_label_records(), but `visit` gets only what was not seen before, and first
// `gone` the documents of what was seen and counts no more. After an error `seen` says
// nothing: begin with none.
Result<std::size_t> follow_label_records(
    const DocumentContext& context, const HeldLabels& held, const Label& label,
    LabelRecordKind kind, SeenRecords& seen,
    const std::function<void(const DocumentId&)>& gone,
    const std::function<Result<void>(LabelRecord&&)>& visit);

}  // namespace tangthu::vault
