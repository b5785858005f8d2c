#include "vault/reclassify.h"

#include "base/id.h"
#include "vault/envelope_change.h"
#include "vault/intent.h"

namespace tangthu::vault {
namespace {

constexpr std::uint64_t kReadStep = 16 * kChunkSize;

// The document's records, sealed to the other label key. Buffered.
Result<void> move_label_records(const DocumentContext& context, const HeldLabels& held,
                                const Envelope& envelope, const LabelKey& to,
                                std::uint32_t version) {
  Batch batch;
  for (const auto kind : {LabelRecordKind::kCatalogue, LabelRecordKind::kPacket}) {
    const auto record = TRY(read_label_record(context, held, envelope, kind));
    if (!record) continue;
    const Bytes sealed =
        seal_to(to.public_key, record->content,
                label_record_context(kind, envelope.id, to.label, to.epoch));
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
  const std::uint32_t name_bits = old.body & ~kOtherBody;
  const ObjectName name{static_cast<ObjectKind>(name_bits >> 24), name_bits & 0xFFFFFFU};
  const std::uint32_t body = old.body ^ kOtherBody;
  const PartitionName partition = document_partition(context.barrier, reader.id());
  const PieceSink sink = [&](std::uint32_t number, std::uint32_t piece, ByteView bytes) {
    return context.barrier.store().put_piece(partition, number, piece, bytes);
  };
  BodyWriter writer(body, sink);
  PayloadSealer sealer(key, reader.id(), name,
                       [&writer](ByteView part) { return writer.write(part); });
  const PayloadReader payload = TRY(reader.object(name));
  for (std::uint64_t at = 0; at < payload.size(); at += kReadStep) {
    Bytes part = TRY(payload.read(at, kReadStep));
    TRY(sealer.write(part));
    wipe(part.data(), part.size());
  }
  TRY(sealer.finish());
  const Hash32 root = TRY(writer.finish());
  return ManifestEntry{body, writer.size(), root};
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

}  // namespace

Result<Batch> reclassify(const DocumentContext& context, const HeldLabels& held,
                         const DocumentId& id, const LabelKey& to, PayloadKey key) {
  const Bytes before = TRY(stored_envelope(context, id));
  const DocumentReader reader = TRY(DocumentReader::open(context, held, id));
  const Label& from = reader.label();
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
  const Bytes before = TRY(stored_envelope(context, id));
  const DocumentReader reader = TRY(DocumentReader::open(context, held, id));
  Envelope envelope = reader.envelope();
  if (envelope.label != newest.label || envelope.label_epoch == newest.epoch) return {};
  TRY(move_label_records(context, held, envelope, newest, envelope.version));
  wrap_document_key(envelope, reader.key(), newest);
  return commit_envelope(context, envelope, before, {});
}

}  // namespace tangthu::vault
