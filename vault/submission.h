// A submission: a document as a station seals it, with public keys only.
//
// The station makes the document's key, seals every object under it, wraps it to the
// label's public key and forgets it: what it has sent it can't read again. The statement
// below lists what belongs together and is signed by the station; the vault checks it
// without opening anything. Embedded intake takes the same way; there the user's own
// signing key is the station's.
//
//   statement  "tangthu submission v1" ‖ vault id (16) ‖ station id (16) ‖ document id
//              (16) ‖ u64 time ‖ label ‖ u32 label epoch ‖ key id of the label key (16)
//              ‖ sized(wrapped document key)
//              ‖ u32 count × (u32 body ‖ u64 plaintext size ‖ root (32))
//              ‖ u32 count × (u8 kind ‖ sized(label record, sealed to the label))
//              ‖ Ed25519 signature (64) over everything before
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/level.h"
#include "vault/directory.h"
#include "vault/manifest.h"
#include "vault/payload.h"
#include "vault/wrap.h"

namespace tangthu::vault {

using StationId = Hash16;
// A hash of the station's verify key.
StationId station_id(const VerifyKey& key);

// Stored on disk: the values are frozen.
// A submission from outside has catalogue record and packet at most: entries and rows
// (vault/session.h) are made in a session alone.
enum class LabelRecordKind : char {
  kCatalogue = 'c',
  kEntry = 'e',
  kPacket = 'p',
  kRow = 'r'
};
inline constexpr LabelRecordKind kLabelRecordKinds[] = {
    LabelRecordKind::kCatalogue, LabelRecordKind::kEntry, LabelRecordKind::kPacket,
    LabelRecordKind::kRow};

struct SubmittedObject {
  ObjectName name;
  std::uint64_t size;  // of the plaintext, bytes
  Hash32 root;         // of the payload
};

struct SubmittedRecord {
  LabelRecordKind kind;
  Bytes sealed;
};

// Limits of one submission.
inline constexpr std::uint64_t kMaxObjectBytes = std::uint64_t{16} << 30;
inline constexpr std::size_t kMaxLabelRecordBytes = 32 << 20;

struct Submission {
  VaultId vault;
  StationId station;
  DocumentId document;
  UnixSeconds time;
  Label label;
  std::uint32_t label_epoch;
  KeyId label_key_id;
  Bytes wrapped_key;
  std::vector<SubmittedObject> objects;
  std::vector<SubmittedRecord> records;
  Signature signature;

  // The signed statement.
  Bytes encode() const;
  Hash32 digest() const;  // BLAKE2b-256 of encode()
};

// kBadInput when it is malformed or past a limit.
Result<Submission> decode_submission(ByteView statement);
bool signature_holds(const Submission& submission, const VerifyKey& station);

// The contexts that the wraps in a submission are bound to.
Bytes document_key_context(const DocumentId& id, std::uint32_t version,
                           const Label& label, std::uint32_t epoch);
Bytes label_record_context(LabelRecordKind kind, const DocumentId& id, const Label& label,
                           std::uint32_t epoch);
// A label record's content, sealed to the label. kBadInput past kMaxLabelRecordBytes.
Result<Bytes> seal_to_label(const LabelKey& label, LabelRecordKind kind,
                            const DocumentId& id, ByteView plaintext);
inline constexpr std::uint32_t kFirstVersion = 1;

// Where sealed pieces of kPieceSize go, in order; the last of a body may be shorter.
using PieceSink =
    std::function<Result<void>(std::uint32_t body, std::uint32_t piece, ByteView bytes)>;

// Cuts a payload into pieces and hashes them on the way.
class BodyWriter {
 public:
  BodyWriter(std::uint32_t body, const PieceSink& sink) : body_(body), sink_(&sink) {}
  Result<void> write(ByteView payload);
  // The root; nothing may be written after it.
  Result<Hash32> finish();
  std::uint64_t size() const { return hash_.size(); }

 private:
  Result<void> flush();

  std::uint32_t body_;
  const PieceSink* sink_;
  Bytes piece_;
  std::uint32_t next_ = 0;
  BodyHash hash_;
};

// Thread rule: one thread at a time.
class SubmissionWriter {
 public:
  SubmissionWriter(const VaultId& vault, const LabelKey& label, PieceSink sink);
  // Before the first object, for a sink that must know the id.
  void write_to(PieceSink sink) { sink_ = std::move(sink); }

  const DocumentId& id() const { return id_; }
  const LabelKey& label() const { return label_; }

  Result<void> add(ObjectName name, ByteView plaintext);
  // The same for an object of any size: `read` fills the buffer and says how much; 0
  // ends.
  Result<void> add_stream(
      ObjectName name,
      const std::function<Result<std::size_t>(std::span<std::uint8_t>)>& read);
  Result<void> add_label_record(LabelRecordKind kind, ByteView plaintext);
  Submission finish(const SigningKey& station);

 private:
  Result<void> add_object(ObjectName name,
                          const std::function<Result<void>(PayloadSealer&)>& feed);

  VaultId vault_;
  LabelKey label_;
  PieceSink sink_;
  DocumentId id_;
  DocumentKey key_;
  std::vector<SubmittedObject> objects_;
  std::vector<SubmittedRecord> records_;
};

}  // namespace tangthu::vault
