#include "vault/reclassify.h"

#include "base/id.h"
#include "vault/absent.h"
#include "vault/intent.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::uint64_t kReadStep = 16 * kChunkSize;

Failure busy(const DocumentId& id) {
  return fail(ErrorCode::kSealedOrBusy, "the document was changed at the same time",
              "try again", id.to_string());
}

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
    batch.puts.push_back(TRY(seal_label_record(context, to.label, to.epoch, envelope.id,
                                               version, kind, sealed)));
  }
  if (batch.puts.empty()) return {};
  const auto outcome = TRY(context.barrier.store().commit(
      label_partition(context.barrier, to.label), batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return busy(envelope.id);
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

Record object_record(const DocumentContext& context, const PartitionName& partition,
                     const ManifestEntry& entry) {
  const std::uint32_t bits = entry.body & ~kOtherBody;
  const ObjectName name{static_cast<ObjectKind>(bits >> 24), bits & 0xFFFFFFU};
  return context.barrier.sealed(
      partition, object_key(name),
      encode_object({entry.body, plaintext_size(entry.size).value_or(0)}));
}

// The document's new envelope, in place of the one that was read.
Result<void> commit_envelope(const DocumentContext& context, const Envelope& envelope,
                             const Bytes& stored_before, const Manifest* renewed) {
  const PartitionName partition = document_partition(context.barrier, envelope.id);
  Batch batch;
  batch.conditions.push_back(
      {std::string(kEnvelopeKey), Condition::Kind::kEquals, stored_before});
  Envelope changed = envelope;
  if (renewed != nullptr) {
    const Bytes manifest = write_manifest(*renewed, context.signing_key);
    changed.manifest = blake2b_32({manifest});
    batch.puts.push_back(Barrier::open_to_all(std::string(kManifestKey), manifest));
    for (const ManifestEntry& entry : renewed->entries)
      batch.puts.push_back(object_record(context, partition, entry));
  }
  batch.puts.push_back(context.barrier.sealed(
      partition, std::string(kEnvelopeKey), TRY(seal_envelope(context.shred, changed))));
  const auto outcome =
      TRY(context.barrier.store().commit(partition, batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return busy(envelope.id);
  return {};
}

Result<Bytes> stored_envelope(const DocumentContext& context, const DocumentId& id) {
  auto stored = TRY(
      context.barrier.store().get(document_partition(context.barrier, id), kEnvelopeKey));
  if (!stored) return no_such_document(id.to_string());
  return std::move(*stored);
}

// Wrapped to `to`, at the envelope's version.
void wrap_key(Envelope& envelope, const DocumentKey& key, const LabelKey& to) {
  envelope.label = to.label;
  envelope.label_epoch = to.epoch;
  envelope.wrapped_key = wrap_secret(
      to.public_key, key.reveal(),
      document_key_context(envelope.id, envelope.version, to.label, to.epoch));
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
    wrap_key(envelope, renewed.key, to);
    TRY(commit_envelope(context, envelope, before, &renewed.manifest));
  } else {
    wrap_key(envelope, reader.key(), to);
    TRY(commit_envelope(context, envelope, before, nullptr));
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
  wrap_key(envelope, reader.key(), newest);
  return commit_envelope(context, envelope, before, nullptr);
}

}  // namespace tangthu::vault
