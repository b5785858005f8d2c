#include "vault/reading_grant.h"

#include <algorithm>

#include "vault/absent.h"
#include "vault/damage.h"
#include "vault/shred_layer.h"

namespace tangthu::vault {
namespace {

Bytes wrap_context(const DocumentId& id, const UserId& user, const Label& label,
                   UnixSeconds until) {
  ByteWriter out;
  out.raw(as_bytes("tangthu reading v1"));
  out.raw(id.bytes());
  out.raw(user);
  out.sized(label.encode());
  out.integer(until);
  return out.take();
}

}  // namespace

std::string reading_key(const Barrier& barrier, const DocumentId& id,
                        const UserId& user) {
  ByteWriter name;
  name.raw(id.bytes());
  name.raw(user);
  return barrier.blind_key("reading/", name.view());
}

Result<Record> seal_reading(const DocumentContext& context,
                            const DocumentReader& document, const UserId& user,
                            const PublicKey& to, UnixSeconds until) {
  const DocumentId& id = document.id();
  ByteWriter inner;
  inner.sized(document.label().encode());
  inner.integer(until);
  inner.sized(wrap_secret(to, document.key().reveal(),
                          wrap_context(id, user, document.label(), until)));
  ByteWriter out;
  out.raw(id.bytes());
  out.raw(user);
  out.raw(TRY(seal_shred_layer(context.shred, shred_id(id), ShredPurpose::kReading,
                               inner.view())));
  return context.barrier.sealed(context.barrier.blind("system"),
                                reading_key(context.barrier, id, user), out.view());
}

Result<bool> has_reading(const DocumentContext& context, const DocumentId& id,
                         const UserId& user) {
  return TRY(context.barrier.get(context.barrier.blind("system"),
                                 reading_key(context.barrier, id, user)))
      .has_value();
}

Result<DocumentKey> open_reading(const DocumentContext& context, const Envelope& envelope,
                                 const GrantedReader& reader, UnixSeconds now) {
  const DocumentId& id = envelope.id;
  const auto stored = TRY(context.barrier.get(
      context.barrier.blind("system"), reading_key(context.barrier, id, reader.user)));
  if (!stored) return no_such_document(id.to_string());
  ByteReader outer(*stored);
  const auto stored_id = outer.fixed<16>();
  const UserId user = outer.fixed<16>();
  const ByteView layer = outer.raw(outer.remaining());
  if (outer.failed() || user != reader.user || !std::ranges::equal(stored_id, id.bytes()))
    return damaged_record();
  const Bytes inner =
      TRY(open_shred_layer(context.shred, shred_id(id), ShredPurpose::kReading, layer));
  ByteReader in(inner);
  const Bytes label = to_bytes(in.sized());
  const auto until = in.integer<std::uint64_t>();
  const ByteView wrapped = in.sized();
  if (!in.complete()) return damaged_record();
  if (until < now || label != envelope.label.encode())
    return no_such_document(id.to_string());
  DocumentKey key;
  TRY(unwrap_secret(reader.private_key, reader.public_key, wrapped,
                    wrap_context(id, user, envelope.label, until),
                    key.reveal_writable()));
  return key;
}

}  // namespace tangthu::vault
