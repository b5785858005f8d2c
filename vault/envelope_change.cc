#include "vault/envelope_change.h"

#include "vault/absent.h"
#include "vault/acceptance.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

Record object_record(const DocumentContext& context, const PartitionName& partition,
                     const ManifestEntry& entry) {
  return context.barrier.sealed(
      partition, object_key(object_of(entry.body)),
      encode_object({entry.body, plaintext_size(entry.size).value_or(0)}));
}

}  // namespace

Failure changed_meanwhile(const DocumentId& id) {
  return fail(ErrorCode::kSealedOrBusy, "the document was changed at the same time",
              "try again", id.to_string());
}

Result<ChangingDocument> open_to_change(const DocumentContext& context,
                                        const HeldLabels& held, const DocumentId& id) {
  // Read before it is opened: what is changed between the two is noticed.
  auto stored = TRY(
      context.barrier.store().get(document_partition(context.barrier, id), kEnvelopeKey));
  if (!stored) return no_such_document(id.to_string());
  return ChangingDocument{std::move(*stored),
                          TRY(DocumentReader::open(context, held, id))};
}

void wrap_document_key(Envelope& envelope, const DocumentKey& key, const LabelKey& to) {
  envelope.label = to.label;
  envelope.label_epoch = to.epoch;
  envelope.wrapped_key = wrap_secret(
      to.public_key, key.reveal(),
      document_key_context(envelope.id, envelope.version, to.label, to.epoch));
}

Result<ManifestEntry> seal_beside(
    const DocumentContext& context, const DocumentId& id, std::uint32_t old_body,
    const DocumentKey& key, const std::function<Result<void>(PayloadSealer&)>& feed) {
  const PieceSink sink = store_sink(context.barrier, id);
  BodyWriter writer(old_body ^ kOtherBody, sink);
  PayloadSealer sealer(key, id, object_of(old_body),
                       [&writer](ByteView part) { return writer.write(part); });
  TRY(feed(sealer));
  TRY(sealer.finish());
  const Hash32 root = TRY(writer.finish());
  return ManifestEntry{old_body ^ kOtherBody, writer.size(), root};
}

Result<void> commit_envelope(const DocumentContext& context, const Envelope& envelope,
                             const Bytes& before, const BodyChange& bodies) {
  const PartitionName partition = document_partition(context.barrier, envelope.id);
  Batch batch;
  batch.conditions.push_back(
      {std::string(kEnvelopeKey), Condition::Kind::kEquals, before});
  Envelope changed = envelope;
  if (bodies.manifest != nullptr) {
    const Bytes manifest = write_manifest(*bodies.manifest, context.signing_key);
    changed.manifest = blake2b_32({manifest});
    batch.puts.push_back(Barrier::open_to_all(std::string(kManifestKey), manifest));
    for (const ManifestEntry& entry : bodies.moved)
      batch.puts.push_back(object_record(context, partition, entry));
  }
  batch.puts.push_back(context.barrier.sealed(
      partition, std::string(kEnvelopeKey), TRY(seal_envelope(context.shred, changed))));
  const auto outcome =
      TRY(context.barrier.store().commit(partition, batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return changed_meanwhile(envelope.id);
  return {};
}

}  // namespace tangthu::vault
