#include "vault/envelope_change.h"

#include "vault/absent.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

Record object_record(const DocumentContext& context, const PartitionName& partition,
                     const ManifestEntry& entry) {
  const std::uint32_t bits = entry.body & ~kOtherBody;
  const ObjectName name{static_cast<ObjectKind>(bits >> 24), bits & 0xFFFFFFU};
  return context.barrier.sealed(
      partition, object_key(name),
      encode_object({entry.body, plaintext_size(entry.size).value_or(0)}));
}

}  // namespace

Failure changed_meanwhile(const DocumentId& id) {
  return fail(ErrorCode::kSealedOrBusy, "the document was changed at the same time",
              "try again", id.to_string());
}

Result<Bytes> stored_envelope(const DocumentContext& context, const DocumentId& id) {
  auto stored = TRY(
      context.barrier.store().get(document_partition(context.barrier, id), kEnvelopeKey));
  if (!stored) return no_such_document(id.to_string());
  return std::move(*stored);
}

void wrap_document_key(Envelope& envelope, const DocumentKey& key, const LabelKey& to) {
  envelope.label = to.label;
  envelope.label_epoch = to.epoch;
  envelope.wrapped_key = wrap_secret(
      to.public_key, key.reveal(),
      document_key_context(envelope.id, envelope.version, to.label, to.epoch));
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
