#include "vault/document.h"

#include <algorithm>

#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kEnvelopeKey = "envelope";
constexpr std::string_view kIntentPrefix = "intent/";
constexpr std::uint16_t kEnvelopeFormat = 1;
constexpr std::uint32_t kFirstVersion = 1;

PartitionName document_partition(const Barrier& barrier, const DocumentId& id) {
  return barrier.blind("document/" + std::string(as_text(id.bytes())));
}

PartitionName label_partition(const Barrier& barrier, const Label& label) {
  const Bytes encoded = label.encode();
  return barrier.blind("label/" + std::string(as_text(encoded)));
}

std::string label_record_prefix(LabelRecordKind kind) {
  return {static_cast<char>(kind), '/'};
}

Bytes document_key_context(const DocumentId& id, std::uint32_t version,
                           const LabelKey& label) {
  ByteWriter out;
  out.raw(as_bytes("tangthu document key v1"));
  out.raw(id.bytes());
  out.integer(version);
  out.sized(label.label.encode());
  out.integer(label.epoch);
  return out.take();
}

Bytes envelope_context(const DocumentId& id, std::uint32_t shred_epoch) {
  ByteWriter out;
  out.raw(as_bytes("tangthu envelope v1"));
  out.raw(id.bytes());
  out.integer(shred_epoch);
  return out.take();
}

Bytes label_record_context(LabelRecordKind kind, const DocumentId& id,
                           const LabelKey& label) {
  ByteWriter out;
  out.raw(as_bytes("tangthu label record v1"));
  out.integer(static_cast<std::uint8_t>(kind));
  out.raw(id.bytes());
  out.sized(label.label.encode());
  out.integer(label.epoch);
  return out.take();
}

Failure damaged(const DocumentId& id) {
  return fail(ErrorCode::kCorrupt, "a stored document is damaged or was exchanged",
              "run 'tangthu verify' to see what is affected, then restore from a backup",
              id.to_string());
}

Failure not_found(const DocumentId& id) {
  return fail(ErrorCode::kNotFound,
              "there is no such document, or you are not cleared for it",
              "check the id; 'tangthu list' shows what you may read", id.to_string());
}

Result<void> done(CommitOutcome outcome) {
  if (outcome == CommitOutcome::kDone) return {};
  return fail(ErrorCode::kStorage, "the store did not confirm a write",
              "the document was not accepted; try again");
}

struct Envelope {
  DocumentId id;
  std::uint32_t version = 0;
  LabelKey label;
  UnixSeconds created = 0;
  Bytes wrapped_key;
  Hash32 manifest_hash{};
  std::vector<StoredObject> objects;
};

std::optional<Envelope> decode_inner(ByteView bytes) {
  ByteReader in(bytes);
  const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
  const auto version = in.integer<std::uint32_t>();
  auto label = Label::decode(in);
  if (!label) return std::nullopt;
  Envelope out{id, version, {std::move(*label), 0, {}}, 0, {}, {}, {}};
  out.label.epoch = in.integer<std::uint32_t>();
  out.created = in.integer<std::uint64_t>();
  out.wrapped_key = to_bytes(in.sized());
  out.manifest_hash = in.fixed<32>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxObjects) return std::nullopt;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const auto body = in.integer<std::uint32_t>();
    const auto size = in.integer<std::uint64_t>();
    out.objects.push_back(
        {{static_cast<ObjectKind>(body >> 24), body & 0xFFFFFFU}, size});
  }
  if (!in.complete()) return std::nullopt;
  return out;
}

Result<Envelope> open_envelope(const DocumentContext& context, const DocumentId& id,
                               ByteView stored) {
  ByteReader in(stored);
  const auto format = in.integer<std::uint16_t>();
  const auto epoch = in.integer<std::uint32_t>();
  const ByteView sealed = in.raw(in.remaining());
  if (in.failed() || format != kEnvelopeFormat) return damaged(id);
  const auto shred_key = context.shred_keys.by_epoch.find(epoch);
  if (shred_key == context.shred_keys.by_epoch.end()) return damaged(id);
  const auto inner =
      xopen(shred_key->second.reveal(), sealed, envelope_context(id, epoch));
  if (!inner) return damaged(id);
  auto envelope = decode_inner(*inner);
  if (!envelope || envelope->id != id) return damaged(id);
  return std::move(*envelope);
}

}  // namespace

DocumentWriter::DocumentWriter(const DocumentContext& context, const LabelKey& label)
    : context_(&context),
      label_(label),
      id_(DocumentId::random()),
      partition_(document_partition(context.barrier, id_)),
      manifest_{partition_, {}} {
  random_bytes(key_.reveal_writable());
}

Result<DocumentWriter> DocumentWriter::begin(const DocumentContext& context,
                                             const LabelKey& label) {
  DocumentWriter writer(context, label);
  Barrier& barrier = context.barrier;
  const PartitionName system = barrier.blind("system");
  ByteWriter intent;
  intent.raw(writer.id_.bytes());
  intent.sized(label.label.encode());
  Batch batch;
  batch.puts.push_back(barrier.sealed(
      system, barrier.blind_key(kIntentPrefix, writer.id_.bytes()), intent.view()));
  TRY(done(TRY(barrier.store().commit(system, batch, Durability::kBuffered))));
  return writer;
}

Result<void> DocumentWriter::add(ObjectName name, ByteView plaintext) {
  if (objects_.size() >= kMaxObjects) {
    return fail(ErrorCode::kBadInput, "the document has more objects than fit",
                "split it into several documents", id_.to_string());
  }
  const Bytes payload = seal_payload(key_, id_, name, plaintext);
  BodyHash hash;
  ByteView rest = payload;
  for (std::uint32_t piece = 0; !rest.empty(); ++piece) {
    const ByteView part = rest.first(std::min(rest.size(), kPieceSize));
    TRY(context_->barrier.store().put_piece(partition_, name.body(), piece, part));
    hash.add_piece(part);
    rest = rest.subspan(part.size());
  }
  objects_.push_back({name, plaintext.size()});
  manifest_.entries.push_back({name.body(), hash.size(), hash.root()});
  return {};
}

Result<void> DocumentWriter::add_label_record(LabelRecordKind kind, ByteView plaintext) {
  Barrier& barrier = context_->barrier;
  const PartitionName partition = label_partition(barrier, label_.label);
  ByteWriter value;
  value.raw(id_.bytes());
  value.integer(label_.epoch);
  value.raw(
      seal_to(label_.public_key, plaintext, label_record_context(kind, id_, label_)));
  Batch batch;
  batch.puts.push_back(
      barrier.sealed(partition, barrier.blind_key(label_record_prefix(kind), id_.bytes()),
                     value.view()));
  return done(TRY(barrier.store().commit(partition, batch, Durability::kBuffered)));
}

Bytes DocumentWriter::encode_envelope(ByteView manifest) const {
  ByteWriter inner;
  inner.raw(id_.bytes());
  inner.integer(kFirstVersion);
  inner.raw(label_.label.encode());
  inner.integer(label_.epoch);
  inner.integer(now_utc());
  inner.sized(wrap_secret(label_.public_key, key_.reveal(),
                          document_key_context(id_, kFirstVersion, label_)));
  inner.raw(blake2b_32({manifest}));
  inner.integer(static_cast<std::uint32_t>(objects_.size()));
  for (const StoredObject& object : objects_) {
    inner.integer(object.name.body());
    inner.integer(object.size);
  }
  const std::uint32_t epoch = context_->shred_keys.current();
  ByteWriter out;
  out.integer(kEnvelopeFormat);
  out.integer(epoch);
  out.raw(xseal(context_->shred_keys.by_epoch.at(epoch).reveal(), inner.view(),
                envelope_context(id_, epoch)));
  return out.take();
}

Result<void> DocumentWriter::commit() {
  Barrier& barrier = context_->barrier;
  const Bytes manifest = write_manifest(manifest_, context_->signing_key);
  Batch batch;
  batch.conditions.push_back({std::string(kEnvelopeKey), Condition::Kind::kAbsent, {}});
  batch.puts.push_back(Barrier::open_to_all(std::string(kManifestKey), manifest));
  batch.puts.push_back(
      barrier.sealed(partition_, std::string(kEnvelopeKey), encode_envelope(manifest)));
  TRY(done(TRY(barrier.store().commit(partition_, batch, Durability::kSynced))));

  // Accepted. An intent that stays behind is cleared at the next open.
  const PartitionName system = barrier.blind("system");
  Batch clear;
  clear.deletes.push_back(barrier.blind_key(kIntentPrefix, id_.bytes()));
  static_cast<void>(barrier.store().commit(system, clear, Durability::kBuffered));
  return {};
}

Result<DocumentReader> DocumentReader::open(const DocumentContext& context,
                                            const std::vector<HeldLabel>& held,
                                            const DocumentId& id) {
  Barrier& barrier = context.barrier;
  const PartitionName partition = document_partition(barrier, id);
  const auto stored = TRY(barrier.get(partition, kEnvelopeKey));
  if (!stored) return not_found(id);
  const Envelope envelope = TRY(open_envelope(context, id, *stored));
  const auto label = std::find_if(held.begin(), held.end(), [&](const HeldLabel& each) {
    return each.key.label == envelope.label.label &&
           each.key.epoch == envelope.label.epoch;
  });
  if (label == held.end()) return not_found(id);

  DocumentReader reader(context, id, envelope.label.label);
  reader.partition_ = partition;
  reader.created_ = envelope.created;
  reader.objects_ = envelope.objects;
  TRY(unwrap_secret(label->private_key, label->key.public_key, envelope.wrapped_key,
                    document_key_context(id, envelope.version, label->key),
                    reader.key_.reveal_writable()));
  const auto manifest = TRY(barrier.get(partition, kManifestKey));
  if (!manifest || blake2b_32({*manifest}) != envelope.manifest_hash) return damaged(id);
  return reader;
}

Result<PayloadReader> DocumentReader::object(ObjectName name) const {
  const auto at =
      std::find_if(objects_.begin(), objects_.end(),
                   [&](const StoredObject& each) { return each.name == name; });
  if (at == objects_.end()) {
    return fail(ErrorCode::kNotFound, "the document has no such page or form",
                "'tangthu show' tells what it has", id_.to_string());
  }
  Store& store = context_->barrier.store();
  const auto source = [&store, partition = partition_, body = name.body()](
                          std::uint64_t offset, std::uint64_t length) {
    return store.read_body(partition, body, offset, length);
  };
  return PayloadReader::open(key_, id_, name, payload_size(at->size), source);
}

Result<Bytes> DocumentReader::read(ObjectName name) const {
  const PayloadReader reader = TRY(object(name));
  return reader.read(0, reader.size());
}

Result<bool> document_exists(Barrier& barrier, const DocumentId& id) {
  const auto stored =
      TRY(barrier.store().get(document_partition(barrier, id), kEnvelopeKey));
  return stored.has_value();
}

Result<std::vector<LabelRecord>> read_label_records(Barrier& barrier,
                                                    const HeldLabel& label,
                                                    LabelRecordKind kind) {
  std::vector<LabelRecord> out;
  const PartitionName partition = label_partition(barrier, label.key.label);
  for (const Record& record : TRY(barrier.scan(partition, label_record_prefix(kind)))) {
    ByteReader in(record.value);
    const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
    const auto epoch = in.integer<std::uint32_t>();
    const ByteView sealed = in.raw(in.remaining());
    if (in.failed()) return damaged(id);
    if (epoch != label.key.epoch) continue;
    if (!TRY(document_exists(barrier, id))) continue;
    out.push_back({id, TRY(open_sealed(label.private_key, label.key.public_key, sealed,
                                       label_record_context(kind, id, label.key)))});
  }
  return out;
}

namespace {

Result<void> clear_one(Barrier& barrier, const Record& intent) {
  ByteReader in(intent.value);
  const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
  const Bytes encoded = to_bytes(in.sized());
  ByteReader label_in(encoded);
  const auto label = Label::decode(label_in);
  if (!in.complete() || !label) return damaged(id);
  if (!TRY(document_exists(barrier, id))) {
    const PartitionName partition = label_partition(barrier, *label);
    Batch records;
    for (const auto kind : {LabelRecordKind::kCatalogue, LabelRecordKind::kPacket}) {
      records.deletes.push_back(barrier.blind_key(label_record_prefix(kind), id.bytes()));
    }
    TRY(done(TRY(barrier.store().commit(partition, records, Durability::kBuffered))));
    TRY(barrier.store().drop(document_partition(barrier, id)));
  }
  Batch clear;
  clear.deletes.push_back(intent.key);
  return done(
      TRY(barrier.store().commit(barrier.blind("system"), clear, Durability::kBuffered)));
}

}  // namespace

Result<void> clear_unfinished(Barrier& barrier) {
  for (const Record& intent : TRY(barrier.scan(barrier.blind("system"), kIntentPrefix))) {
    TRY(clear_one(barrier, intent));
  }
  return {};
}

}  // namespace tangthu::vault
