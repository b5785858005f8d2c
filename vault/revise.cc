#include "vault/revise.h"

#include <algorithm>

#include "vault/envelope_change.h"
#include "vault/intent.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

Failure not_derived(const DocumentId& id) {
  return fail(ErrorCode::kUnexpected,
              "only what was derived from a master can be revised", "report this",
              id.to_string());
}

// What an attempt that failed left under the other number goes first.
Result<ManifestEntry> reseal(const DocumentContext& context, const DocumentReader& reader,
                             std::uint32_t old_body, ByteView plaintext) {
  const PartitionName partition = document_partition(context.barrier, reader.id());
  TRY(context.barrier.store().drop_body(partition, old_body ^ kOtherBody));
  return seal_beside(context, reader.id(), old_body, reader.key(),
                     [&](PayloadSealer& sealer) { return sealer.write(plaintext); });
}

// The entries that changed; `manifest` is made the new one.
Result<std::vector<ManifestEntry>> seal_objects(const DocumentContext& context,
                                                const DocumentReader& reader,
                                                const Revision& revision,
                                                Manifest& manifest) {
  std::vector<ManifestEntry> changed;
  for (const auto& [name, plaintext] : revision.objects) {
    const auto at = std::find_if(manifest.entries.begin(), manifest.entries.end(),
                                 [name = name](const ManifestEntry& entry) {
                                   return object_of(entry.body) == name;
                                 });
    if (name.kind == ObjectKind::kMaster || at == manifest.entries.end()) {
      return not_derived(reader.id());
    }
    *at = TRY(reseal(context, reader, at->body, plaintext));
    changed.push_back(*at);
  }
  return changed;
}

Result<Record> sealed_beside(const DocumentContext& context, const HeldLabels& held,
                             const Envelope& before, const LabelKey& newest,
                             LabelRecordKind kind, ByteView plaintext) {
  const auto old = TRY(read_label_record(context, held, before, kind));
  const bool in_first = old && old->place == LabelPlace::kFirst;
  const Bytes sealed = TRY(seal_to_label(newest, kind, before.id, plaintext));
  return seal_label_record(context, newest.label, newest.epoch, before.id,
                           before.version + 1, kind, sealed,
                           in_first ? LabelPlace::kSecond : LabelPlace::kFirst);
}

Result<void> put_label_records(const DocumentContext& context, const HeldLabels& held,
                               const Envelope& before, const LabelKey& newest,
                               const Revision& revision) {
  Batch batch;
  for (const auto& [kind, plaintext] : revision.records) {
    batch.puts.push_back(
        TRY(sealed_beside(context, held, before, newest, kind, plaintext)));
  }
  const auto outcome = TRY(context.barrier.store().commit(
      label_partition(context.barrier, newest.label), batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return changed_meanwhile(before.id);
  return {};
}

// Up to where the revision counts.
Result<void> seal_and_commit(const DocumentContext& context, const HeldLabels& held,
                             const DocumentReader& reader, const Bytes& before,
                             const LabelKey& newest, const Revision& revision) {
  Manifest manifest = TRY(reader.manifest());
  const auto changed = TRY(seal_objects(context, reader, revision, manifest));
  TRY(put_label_records(context, held, reader.envelope(), newest, revision));
  Envelope envelope = reader.envelope();
  ++envelope.version;
  wrap_document_key(envelope, reader.key(), newest);
  return commit_envelope(context, envelope, before, {&manifest, changed});
}

}  // namespace

Result<Batch> revise(const DocumentContext& context, const HeldLabels& held,
                     const ChangingDocument& document, std::uint32_t version,
                     const LabelKey& newest, const Revision& revision) {
  const auto& [before, reader] = document;
  const DocumentId& id = reader.id();
  if (reader.envelope().version != version || reader.label() != newest.label) {
    return changed_meanwhile(id);
  }
  const Intent intent{IntentKind::kRevise, id, newest.label, newest.label, version + 1};
  TRY(note_intent(context.barrier, intent, Durability::kBuffered));
  const auto committed = seal_and_commit(context, held, reader, before, newest, revision);
  // A failed attempt is cleared away now, or at the next opening for writing.
  const auto stands = settle(context, intent);
  if (!committed && !(stands && *stands)) {
    if (stands) static_cast<void>(clear_intent(context.barrier, id));
    return Failure(committed.error());
  }
  if (!stands) return Failure(stands.error());
  Batch done;
  done.deletes.push_back(intent_key(context.barrier, id));
  return done;
}

}  // namespace tangthu::vault
