#include "vault/envelope.h"

#include "vault/damage.h"
#include "vault/shred_layer.h"

namespace tangthu::vault {
namespace {

constexpr std::uint16_t kFormat = 2;

}  // namespace

Result<Bytes> seal_envelope(const ShredTree& tree, const Envelope& envelope) {
  ByteWriter inner;
  inner.raw(envelope.id.bytes());
  inner.integer(envelope.version);
  inner.raw(envelope.label.encode());
  inner.integer(envelope.label_epoch);
  inner.integer(envelope.accepted);
  inner.raw(envelope.station);
  inner.raw(envelope.submission);
  inner.sized(envelope.wrapped_key);
  inner.raw(envelope.manifest);
  ByteWriter out;
  out.integer(kFormat);
  out.raw(TRY(seal_shred_layer(tree, shred_id(envelope.id), ShredPurpose::kEnvelope,
                               inner.view())));
  return out.take();
}

ByteView decoy_envelope() {
  constexpr std::size_t kUsualBytes = 280;
  static const Bytes kDecoy = [] {
    ByteWriter out;
    out.integer(kFormat);
    out.raw(Bytes(kUsualBytes - sizeof(kFormat)));
    return out.take();
  }();
  return kDecoy;
}

Result<Envelope> open_envelope(const ShredTree& tree, const DocumentId& id,
                               ByteView stored) {
  ByteReader outer(stored);
  const auto format = outer.integer<std::uint16_t>();
  const ByteView layer = outer.raw(outer.remaining());
  if (outer.failed()) return damaged_document(id);
  if (format != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "a document is of a format this version does not know",
                "open the vault with a newer version of tangthu", id.to_string());
  }
  auto inner = open_shred_layer(tree, shred_id(id), ShredPurpose::kEnvelope, layer);
  if (!inner) return Failure(std::move(inner).error().about(id.to_string()));
  ByteReader in(*inner);
  const DocumentId stored_id = DocumentId::from_bytes(in.fixed<16>());
  const auto version = in.integer<std::uint32_t>();
  auto label = Label::decode(in);
  if (!label || stored_id != id) return damaged_document(id);
  Envelope out{id, version, std::move(*label), 0, 0, {}, {}, {}, {}};
  out.label_epoch = in.integer<std::uint32_t>();
  out.accepted = in.integer<std::uint64_t>();
  out.station = in.fixed<16>();
  out.submission = in.fixed<32>();
  out.wrapped_key = to_bytes(in.sized());
  out.manifest = in.fixed<32>();
  if (!in.complete()) return damaged_document(id);
  return out;
}

}  // namespace tangthu::vault
