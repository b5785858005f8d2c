#include "vault/document.h"

#include <algorithm>
#include <future>
#include <thread>

#include "vault/absent.h"
#include "vault/damage.h"
#include "vault/reading_grant.h"
#include "vault/shred_layer.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kObjectPrefix = "o/";
constexpr std::uint8_t kSecondPlace = 2;  // behind the id, before it is blinded

std::string record_prefix(LabelRecordKind kind) {
  return {static_cast<char>(kind), '/'};
}

ShredPurpose purpose_of(LabelRecordKind kind) {
  switch (kind) {
    case LabelRecordKind::kCatalogue:
      return ShredPurpose::kCatalogue;
    case LabelRecordKind::kEntry:
      return ShredPurpose::kEntry;
    case LabelRecordKind::kPacket:
      break;
  }
  return ShredPurpose::kPacket;
}

struct StoredLabelRecord {
  DocumentId id;
  std::uint32_t version;
  std::uint32_t epoch;
  ByteView layer;  // into the record's value
};

std::optional<StoredLabelRecord> decode_label_record(ByteView value) {
  ByteReader in(value);
  const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
  const auto version = in.integer<std::uint32_t>();
  const auto epoch = in.integer<std::uint32_t>();
  const ByteView layer = in.raw(in.remaining());
  if (in.failed()) return std::nullopt;
  return StoredLabelRecord{id, version, epoch, layer};
}

Result<Bytes> open_label_record(const DocumentContext& context, const HeldLabel& key,
                                const StoredLabelRecord& record, LabelRecordKind kind) {
  const Bytes sealed = TRY(open_shred_layer(context.shred, shred_id(record.id),
                                            purpose_of(kind), record.layer));
  return open_sealed(key.private_key, key.key.public_key, sealed,
                     label_record_context(kind, record.id, key.key.label, record.epoch));
}

}  // namespace

PartitionName document_partition(const Barrier& barrier, const DocumentId& id) {
  return barrier.blind("document/" + std::string(as_text(id.bytes())));
}

PartitionName label_partition(const Barrier& barrier, const Label& label) {
  const Bytes encoded = label.encode();
  return barrier.blind("label/" + std::string(as_text(encoded)));
}

std::string label_record_key(const Barrier& barrier, LabelRecordKind kind,
                             const DocumentId& id, LabelPlace place) {
  Bytes name = to_bytes(id.bytes());
  if (place == LabelPlace::kSecond) name.push_back(kSecondPlace);
  return barrier.blind_key(record_prefix(kind), name);
}

// Big-endian, so that objects are in order.
std::string object_key(ObjectName name) {
  std::string out(kObjectPrefix);
  append_big_endian(out, name.body());
  return out;
}

Bytes encode_object(const ObjectEntry& entry) {
  ByteWriter out;
  out.integer(entry.body);
  out.integer(entry.size);
  return out.take();
}

Result<Envelope> find_envelope(const DocumentContext& context, const DocumentId& id) {
  const auto stored =
      TRY(context.barrier.get(document_partition(context.barrier, id), kEnvelopeKey));
  if (!stored) return no_such_document(id.to_string());
  auto envelope = open_envelope(context.shred, id, *stored);
  if (!envelope && envelope.error().code() == ErrorCode::kNotFound) {
    return no_such_document(id.to_string());
  }
  // One from before its level was changed was put back.
  if (envelope && envelope->version < context.records.least_version(id))
    return damaged_document(id);
  return envelope;
}

Result<DocumentReader> DocumentReader::open(const DocumentContext& context,
                                            const HeldLabels& held,
                                            const DocumentId& id) {
  DocumentReader reader(context, TRY(find_envelope(context, id)));
  const Envelope& envelope = reader.envelope_;
  const HeldLabel* label = held.find(envelope.label, envelope.label_epoch);
  if (label == nullptr) return no_such_document(id.to_string());
  reader.partition_ = document_partition(context.barrier, id);
  TRY(unwrap_secret(
      label->private_key, label->key.public_key, envelope.wrapped_key,
      document_key_context(id, envelope.version, envelope.label, envelope.label_epoch),
      reader.key_.reveal_writable()));
  return reader;
}

Result<DocumentReader> DocumentReader::open_granted(const DocumentContext& context,
                                                    const GrantedReader& granted,
                                                    const DocumentId& id,
                                                    UnixSeconds now) {
  DocumentReader reader(context, TRY(find_envelope(context, id)));
  reader.partition_ = document_partition(context.barrier, id);
  reader.key_ = TRY(open_reading(context, reader.envelope_, granted, now));
  return reader;
}

Result<Manifest> DocumentReader::manifest() const {
  const auto bytes = TRY(context_->barrier.get_public(partition_, kManifestKey));
  if (!bytes || blake2b_32({*bytes}) != envelope_.manifest) return damaged_document(id());
  return read_manifest(*bytes, context_->header.verify_key);
}

Result<std::vector<StoredObject>> DocumentReader::objects() const {
  const Manifest listed = TRY(manifest());
  std::vector<StoredObject> out;
  for (const ManifestEntry& entry : listed.entries) {
    const auto size = plaintext_size(entry.size);
    if (!size) return damaged_document(id());
    out.push_back({object_of(entry.body), *size});
  }
  return out;
}

Result<PayloadReader> DocumentReader::object(ObjectName name) const {
  const auto value = TRY(context_->barrier.get(partition_, object_key(name)));
  if (!value) {
    // One that the manifest lists was taken away.
    for (const StoredObject& listed : TRY(objects())) {
      if (listed.name == name) return damaged_document(id());
    }
    return fail(ErrorCode::kNotFound, "the document has no such page or form",
                "'tangthu show' tells what it has", id().to_string());
  }
  ByteReader in(*value);
  const auto body = in.integer<std::uint32_t>();
  const auto size = in.integer<std::uint64_t>();
  if (!in.complete() || size > kMaxObjectBytes) return damaged_document(id());
  Store& store = context_->barrier.store();
  const auto source = [&store, partition = partition_, body](std::uint64_t offset,
                                                             std::uint64_t length) {
    return store.read_body(partition, body, offset, length);
  };
  return PayloadReader::open(key_, id(), name, payload_size(size), source);
}

Result<Bytes> DocumentReader::read(ObjectName name) const {
  const PayloadReader reader = TRY(object(name));
  return reader.read(0, reader.size());
}

Result<Record> seal_label_record(const DocumentContext& context, const Label& label,
                                 std::uint32_t epoch, const DocumentId& id,
                                 std::uint32_t version, LabelRecordKind kind,
                                 ByteView sealed_to_label, LabelPlace place) {
  ByteWriter value;
  value.raw(id.bytes());
  value.integer(version);
  value.integer(epoch);
  value.raw(TRY(
      seal_shred_layer(context.shred, shred_id(id), purpose_of(kind), sealed_to_label)));
  return context.barrier.sealed(label_partition(context.barrier, label),
                                label_record_key(context.barrier, kind, id, place),
                                value.view());
}

Result<std::optional<LabelRecord>> read_label_record(const DocumentContext& context,
                                                     const HeldLabels& held,
                                                     const Envelope& envelope,
                                                     LabelRecordKind kind) {
  const PartitionName partition = label_partition(context.barrier, envelope.label);
  bool there = false;
  for (const LabelPlace place : kLabelPlaces) {
    const auto value = TRY(context.barrier.get(
        partition, label_record_key(context.barrier, kind, envelope.id, place)));
    if (!value) continue;
    there = true;
    const auto record = decode_label_record(*value);
    if (!record || record->id != envelope.id) return damaged_document(envelope.id);
    if (record->version != envelope.version) continue;
    const HeldLabel* key = held.find(envelope.label, record->epoch);
    if (key == nullptr) return no_such_document(envelope.id.to_string());
    return std::optional<LabelRecord>(
        {record->id, record->epoch, TRY(open_label_record(context, *key, *record, kind)),
         place, record->version});
  }
  if (there) return damaged_document(envelope.id);
  return std::optional<LabelRecord>();
}

Result<std::optional<std::uint32_t>> label_record_version(const DocumentContext& context,
                                                          const Label& label,
                                                          const DocumentId& id,
                                                          LabelRecordKind kind,
                                                          LabelPlace place) {
  const auto value =
      context.barrier.get(label_partition(context.barrier, label),
                          label_record_key(context.barrier, kind, id, place));
  if (!value && value.error().code() == ErrorCode::kCorrupt)
    return std::optional<std::uint32_t>();
  if (!value) return Failure(value.error());
  if (!*value) return std::optional<std::uint32_t>();
  const auto record = decode_label_record(**value);
  if (!record || record->id != id) return std::optional<std::uint32_t>();
  return std::optional<std::uint32_t>(record->version);
}

namespace {

// Whether the document that a record belongs to is there, in that version.
Result<bool> counts(const DocumentContext& context, const Label& label,
                    const StoredLabelRecord& record) {
  const auto envelope = find_envelope(context, record.id);
  if (!envelope && envelope.error().code() == ErrorCode::kNotFound) return false;
  if (!envelope) return Failure(envelope.error());
  return envelope->label == label && envelope->version == record.version;
}

}  // namespace

Result<void> visit_label_versions(
    const DocumentContext& context, const Label& label, LabelRecordKind kind,
    const std::function<void(const DocumentId&, std::uint32_t)>& visit) {
  return context.barrier.visit(
      label_partition(context.barrier, label), record_prefix(kind),
      [&visit](Record&& stored) -> Result<void> {
        if (const auto record = decode_label_record(stored.value))
          visit(record->id, record->version);
        return {};
      });
}

Result<std::size_t> count_label_records(const DocumentContext& context,
                                        const Label& label, LabelRecordKind kind) {
  return context.barrier.store().count(label_partition(context.barrier, label),
                                       record_prefix(kind));
}

Result<void> settle_label_records(const DocumentContext& context, const Label& label,
                                  LabelRecordKind kind) {
  return context.barrier.store().settle(label_partition(context.barrier, label),
                                        record_prefix(kind));
}

namespace {

// Records are opened side by side: nearly all the time that it takes is that of their
// keys. So many, or so many bytes, at once bound the memory.
constexpr std::size_t kOpenedAtOnce = 1024;
constexpr std::size_t kBytesAtOnce = std::size_t{4} << 20;
constexpr std::size_t kWorthAThread = 64;
constexpr std::size_t kMostThreads = 8;

// Nothing: it does not count, or its key is not held. kCorrupt: it is damaged.
using OpenedRecord = Result<std::optional<LabelRecord>>;

OpenedRecord open_stored(const DocumentContext& context, const HeldLabels& held,
                         const Label& label, LabelRecordKind kind, const Record& stored) {
  const auto record = decode_label_record(stored.value);
  if (!record) return damaged_document({});
  if (!TRY(counts(context, label, *record))) return std::optional<LabelRecord>();
  const HeldLabel* key = held.find(label, record->epoch);
  if (key == nullptr) return std::optional<LabelRecord>();
  auto content = open_label_record(context, *key, *record, kind);
  if (!content) return damaged_document(record->id);
  const LabelPlace place =
      stored.key == label_record_key(context.barrier, kind, record->id)
          ? LabelPlace::kFirst
          : LabelPlace::kSecond;
  return std::optional<LabelRecord>(
      {record->id, record->epoch, std::move(*content), place, record->version});
}

// In their order.
std::vector<OpenedRecord> open_all(const DocumentContext& context, const HeldLabels& held,
                                   const Label& label, LabelRecordKind kind,
                                   const std::vector<Record>& stored) {
  std::vector<OpenedRecord> out(stored.size());
  const auto open = [&](std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i)
      out[i] = open_stored(context, held, label, kind, stored[i]);
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads =
      std::min({cores, kMostThreads, stored.size() / kWorthAThread + 1});
  const std::size_t share = (stored.size() + threads - 1) / threads;
  std::vector<std::future<void>> others;
  for (std::size_t first = share; first < stored.size(); first += share) {
    others.push_back(std::async(std::launch::async, open, first,
                                std::min(first + share, stored.size())));
  }
  open(0, std::min(share, stored.size()));
  for (std::future<void>& each : others)
    each.get();
  return out;
}

}  // namespace

Result<std::size_t> visit_label_records(
    const DocumentContext& context, const HeldLabels& held, const Label& label,
    LabelRecordKind kind, const std::function<Result<void>(LabelRecord&&)>& visit) {
  std::size_t damaged_records = 0;
  std::vector<Record> stored;
  std::size_t bytes = 0;
  const auto visit_stored = [&]() -> Result<void> {
    for (OpenedRecord& opened : open_all(context, held, label, kind, stored)) {
      // One that is damaged must not hide the others.
      if (!opened && opened.error().code() != ErrorCode::kCorrupt)
        return Failure(opened.error());
      if (!opened) ++damaged_records;
      if (opened && *opened) TRY(visit(std::move(**opened)));
    }
    stored.clear();
    bytes = 0;
    return {};
  };
  TRY(context.barrier.visit(label_partition(context.barrier, label), record_prefix(kind),
                            [&](Record&& each) -> Result<void> {
                              bytes += each.value.size();
                              stored.push_back(std::move(each));
                              if (stored.size() < kOpenedAtOnce && bytes < kBytesAtOnce)
                                return {};
                              return visit_stored();
                            }));
  TRY(visit_stored());
  return damaged_records;
}

}  // namespace tangthu::vault
