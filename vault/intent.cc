#include "vault/intent.h"

#include "vault/damage.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kPrefix = "intent/";

Result<void> done(CommitOutcome outcome) {
  if (outcome == CommitOutcome::kDone) return {};
  return fail(ErrorCode::kStorage, "the store did not confirm a write",
              "nothing was changed; try again");
}

std::optional<Label> sized_label(ByteReader& in) {
  const Bytes bytes = to_bytes(in.sized());
  ByteReader label(bytes);
  auto out = Label::decode(label);
  if (!label.complete()) return std::nullopt;
  return out;
}

std::optional<Intent> decode(ByteView value) {
  ByteReader in(value);
  const auto kind = in.integer<std::uint8_t>();
  const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
  auto from = sized_label(in);
  auto to = sized_label(in);
  const auto version = in.integer<std::uint32_t>();
  const bool known = kind >= static_cast<std::uint8_t>(IntentKind::kTakeIn) &&
                     kind <= static_cast<std::uint8_t>(IntentKind::kRevise);
  if (!in.complete() || !from || !to || !known) return std::nullopt;
  return Intent{static_cast<IntentKind>(kind), id, std::move(*from), std::move(*to),
                version};
}

// Bodies that the manifest does not list: of the key that was or would have been.
Result<void> drop_unlisted_bodies(const DocumentContext& context,
                                  const Envelope& envelope) {
  const PartitionName partition = document_partition(context.barrier, envelope.id);
  const auto bytes = TRY(context.barrier.get_public(partition, kManifestKey));
  // An older manifest of this vault's would have us drop what is in use.
  if (!bytes || blake2b_32({*bytes}) != envelope.manifest) return damaged_record();
  const Manifest manifest = TRY(read_manifest(*bytes, context.header.verify_key));
  for (const ManifestEntry& entry : manifest.entries) {
    TRY(context.barrier.store().drop_body(partition, entry.body ^ kOtherBody));
  }
  return {};
}

// Of the version that was or would have been.
Result<void> drop_stale_label_records(const DocumentContext& context,
                                      const Envelope& envelope) {
  Batch batch;
  for (const LabelRecordKind kind : kLabelRecordKinds) {
    for (const LabelPlace place : kLabelPlaces) {
      const auto version =
          TRY(label_record_version(context, envelope.label, envelope.id, kind, place));
      if (!version || *version == envelope.version) continue;
      batch.deletes.push_back(
          label_record_key(context.barrier, kind, envelope.id, place));
    }
  }
  if (batch.deletes.empty()) return {};
  return done(TRY(context.barrier.store().commit(
      label_partition(context.barrier, envelope.label), batch, Durability::kBuffered)));
}

}  // namespace

Result<void> note_intent(Barrier& barrier, const Intent& intent, Durability durability) {
  return note_intents(barrier, {&intent, 1}, durability);
}

Result<void> note_intents(Barrier& barrier, std::span<const Intent> intents,
                          Durability durability) {
  const PartitionName system = barrier.blind("system");
  Batch batch;
  for (const Intent& intent : intents) {
    ByteWriter value;
    value.integer(static_cast<std::uint8_t>(intent.kind));
    value.raw(intent.id.bytes());
    value.sized(intent.from.encode());
    value.sized(intent.to.encode());
    value.integer(intent.version);
    batch.puts.push_back(
        barrier.sealed(system, intent_key(barrier, intent.id), value.view()));
  }
  return done(TRY(barrier.store().commit(system, batch, durability)));
}

std::string intent_key(const Barrier& barrier, const DocumentId& id) {
  return barrier.blind_key(kPrefix, id.bytes());
}

Result<void> clear_intent(Barrier& barrier, const DocumentId& id) {
  Batch batch;
  batch.deletes.push_back(intent_key(barrier, id));
  return done(
      TRY(barrier.store().commit(barrier.blind("system"), batch, Durability::kBuffered)));
}

Result<std::vector<Intent>> read_intents(Barrier& barrier) {
  std::vector<Intent> out;
  for (const Record& record : TRY(barrier.scan(barrier.blind("system"), kPrefix))) {
    auto intent = decode(record.value);
    if (!intent) return damaged_record();
    out.push_back(std::move(*intent));
  }
  return out;
}

Result<void> remove_label_records(Barrier& barrier, const DocumentId& id,
                                  const Label& label) {
  Batch batch;
  for (const LabelRecordKind kind : kLabelRecordKinds) {
    for (const LabelPlace place : kLabelPlaces)
      batch.deletes.push_back(label_record_key(barrier, kind, id, place));
  }
  return done(TRY(barrier.store().commit(label_partition(barrier, label), batch,
                                         Durability::kBuffered)));
}

Result<void> remove_document(Barrier& barrier, const DocumentId& id, const Label& label) {
  TRY(remove_label_records(barrier, id, label));
  return barrier.store().drop(document_partition(barrier, id));
}

Result<bool> settle(const DocumentContext& context, const Intent& intent) {
  Barrier& barrier = context.barrier;
  if (intent.kind == IntentKind::kDestroy) {
    TRY(remove_document(barrier, intent.id, intent.from));
    return false;
  }
  const auto envelope = find_envelope(context, intent.id);
  const bool there = envelope.has_value();
  if (!there && envelope.error().code() != ErrorCode::kNotFound) {
    return Failure(envelope.error());
  }
  if (intent.kind == IntentKind::kTakeIn || !there) {
    if (!there) TRY(remove_document(barrier, intent.id, intent.from));
    return there;
  }
  const bool moved = envelope->version == intent.version;
  if (intent.kind == IntentKind::kRevise) {
    TRY(drop_stale_label_records(context, *envelope));
  } else if (intent.from != intent.to) {
    TRY(remove_label_records(barrier, intent.id, moved ? intent.from : intent.to));
  }
  TRY(drop_unlisted_bodies(context, *envelope));
  return moved;
}

}  // namespace tangthu::vault
