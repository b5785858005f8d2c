#include "vault/reclassify.h"

#include "base/id.h"
#include "vault/envelope_change.h"
#include "vault/intent.h"
#include "vault/stored_index.h"

namespace tangthu::vault {
namespace {

constexpr std::uint64_t kReadStep = 16 * kChunkSize;

// The document's records, sealed to the other label key. Buffered.
Result<void> move_label_records(const DocumentContext& context, const HeldLabels& held,
                                const Envelope& envelope, const LabelKey& to,
                                std::uint32_t version) {
  Batch batch;
  for (const LabelRecordKind kind : kLabelRecordKinds) {
    const auto record = TRY(read_label_record(context, held, envelope, kind));
    if (!record) continue;
    const Bytes sealed = TRY(seal_to_label(to, kind, envelope.id, record->content));
    // Under its own label it must replace itself.
    const LabelPlace place =
        to.label == envelope.label ? record->place : LabelPlace::kFirst;
    batch.puts.push_back(TRY(seal_label_record(context, to.label, to.epoch, envelope.id,
                                               version, kind, sealed, place)));
  }
  if (batch.puts.empty()) return {};
  const auto outcome = TRY(context.barrier.store().commit(
      label_partition(context.barrier, to.label), batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return changed_meanwhile(envelope.id);
  return {};
}

// One object, opened with the old key and sealed with the new one, chunk by chunk.
Result<ManifestEntry> reseal_body(const DocumentContext& context,
                                  const DocumentReader& reader, const ManifestEntry& old,
                                  const DocumentKey& key) {
  const PayloadReader payload = TRY(reader.object(object_of(old.body)));
  const auto feed = [&](PayloadSealer& sealer) -> Result<void> {
    for (std::uint64_t at = 0; at < payload.size(); at += kReadStep) {
      Bytes part = TRY(payload.read(at, kReadStep));
      TRY(sealer.write(part));
      wipe(part.data(), part.size());
    }
    return {};
  };
  return seal_beside(context, reader.id(), old.body, key, feed);
}

struct Renewed {
  Manifest manifest;
  DocumentKey key;
};

Result<Renewed> renew_key(const DocumentContext& context, const DocumentReader& reader) {
  Renewed out{TRY(reader.manifest()), {}};
  random_bytes(out.key.reveal_writable());
  for (ManifestEntry& entry : out.manifest.entries) {
    entry = TRY(reseal_body(context, reader, entry, out.key));
  }
  return out;
}

// What the index holds of it must have been taken out, its packet put back: that goes
// with it.
Result<void> check_index(const DocumentContext& context, const HeldLabels& held,
                         const Envelope& envelope) {
  TRY(must_not_be_members(context, envelope.label, {&envelope.id, 1}));
  const LabelIndex index = TRY(read_label_index(context, envelope.label));
  if (!index.incomplete()) return {};
  if (TRY(read_label_record(context, held, envelope, LabelRecordKind::kPacket)))
    return {};
  return lost_index(envelope.label);
}

}  // namespace

Result<Batch> reclassify(const DocumentContext& context, const HeldLabels& held,
                         const DocumentId& id, const LabelKey& to, PayloadKey key) {
  const auto [before, reader] = TRY(open_to_change(context, held, id));
  const Label& from = reader.label();
  TRY(check_index(context, held, reader.envelope()));
  Envelope envelope = reader.envelope();
  ++envelope.version;
  TRY(note_intent(context.barrier,
                  {IntentKind::kMove, id, from, to.label, envelope.version},
                  Durability::kBuffered));
  TRY(move_label_records(context, held, reader.envelope(), to, envelope.version));
  if (key == PayloadKey::kRenewed) {
    const Renewed renewed = TRY(renew_key(context, reader));
    wrap_document_key(envelope, renewed.key, to);
    TRY(commit_envelope(context, envelope, before,
                        {&renewed.manifest, renewed.manifest.entries}));
  } else {
    wrap_document_key(envelope, reader.key(), to);
    TRY(commit_envelope(context, envelope, before, {}));
  }
  TRY(settle(context, {IntentKind::kMove, id, from, to.label, envelope.version}));
  Batch done;
  done.deletes.push_back(intent_key(context.barrier, id));
  done.puts.push_back(context.records.version_record(id, envelope.version));
  return done;
}

Result<void> rewrap(const DocumentContext& context, const HeldLabels& held,
                    const DocumentId& id, const LabelKey& newest) {
  const auto [before, reader] = TRY(open_to_change(context, held, id));
  Envelope envelope = reader.envelope();
  if (envelope.label != newest.label || envelope.label_epoch == newest.epoch) return {};
  TRY(move_label_records(context, held, envelope, newest, envelope.version));
  wrap_document_key(envelope, reader.key(), newest);
  return commit_envelope(context, envelope, before, {});
}

}  // namespace tangthu::vault
