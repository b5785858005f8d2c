#include "vault/document.h"

#include <algorithm>

#include "vault/absent.h"
#include "vault/damage.h"
#include "vault/reading_grant.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kObjectPrefix = "o/";

}  // namespace

PartitionName document_partition(const Barrier& barrier, const DocumentId& id) {
  return barrier.blind("document/" + std::string(as_text(id.bytes())));
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
  if (!stored) {
    // What is not there takes as long as what is there and not to be seen.
    static_cast<void>(open_envelope(context.shred, id, decoy_envelope()));
    return no_such_document(id.to_string());
  }
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
  // Before the envelope is opened once more, which what is not there would be too.
  if (!TRY(has_reading(context, id, granted.user)))
    return no_such_document(id.to_string());
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

namespace {

Result<ObjectEntry> find_object(const DocumentContext& context,
                                const PartitionName& partition,
                                const DocumentReader& reader, ObjectName name) {
  const auto value = TRY(context.barrier.get(partition, object_key(name)));
  if (!value) {
    // One that the manifest lists was taken away.
    for (const StoredObject& listed : TRY(reader.objects())) {
      if (listed.name == name) return damaged_document(reader.id());
    }
    return fail(ErrorCode::kNotFound, "the document has no such page or form",
                "'tangthu show' tells what it has", reader.id().to_string());
  }
  ByteReader in(*value);
  ObjectEntry out{in.integer<std::uint32_t>(), in.integer<std::uint64_t>()};
  if (!in.complete() || out.size > kMaxObjectBytes) return damaged_document(reader.id());
  return out;
}

}  // namespace

Result<PayloadReader> DocumentReader::object(ObjectName name) const {
  const ObjectEntry entry = TRY(find_object(*context_, partition_, *this, name));
  Store& store = context_->barrier.store();
  const auto source = [&store, partition = partition_, body = entry.body](
                          std::uint64_t offset, std::uint64_t length) {
    return store.read_body(partition, body, offset, length);
  };
  return PayloadReader::open(key_, id(), name, payload_size(entry.size), source);
}

// A small object is fetched at once: its header and its chunks lie together.
Result<Bytes> DocumentReader::read(ObjectName name) const {
  constexpr std::uint64_t kSmall = std::uint64_t{256} << 10;
  const ObjectEntry entry = TRY(find_object(*context_, partition_, *this, name));
  const std::uint64_t whole = payload_size(entry.size);
  Store& store = context_->barrier.store();
  Bytes fetched;
  if (whole <= kSmall) fetched = TRY(store.read_body(partition_, entry.body, 0, whole));
  const auto source = [&](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
    if (whole > kSmall) return store.read_body(partition_, entry.body, offset, length);
    const std::uint64_t from = std::min<std::uint64_t>(offset, fetched.size());
    const std::uint64_t size = std::min<std::uint64_t>(length, fetched.size() - from);
    return to_bytes(ByteView(fetched).subspan(from, size));
  };
  const PayloadReader reader = TRY(PayloadReader::open(key_, id(), name, whole, source));
  return reader.read(0, reader.size());
}

}  // namespace tangthu::vault
