#include "vault/shred_layer.h"

#include "vault/damage.h"

namespace tangthu::vault {
namespace {

Bytes layer_context(const Hash16& id, ShredPurpose purpose) {
  ByteWriter out;
  out.raw(as_bytes("tangthu shred layer v1"));
  out.raw(id);
  out.integer(static_cast<std::uint8_t>(purpose));
  return out.take();
}

using LeafKey = SecretOf<struct ShredLayerKeyRole>;

// Locked memory costs more to get than a leaf to derive: each thread keeps one place.
LeafKey& leaf_of_this_thread() {
  thread_local LeafKey leaf;
  return leaf;
}

Failure is_punctured() {
  return fail(ErrorCode::kNotFound, "this was destroyed or taken back",
              "it can't be opened again, from a backup neither");
}

}  // namespace

Result<Bytes> seal_shred_layer(const ShredTree& tree, const Hash16& id,
                               ShredPurpose purpose, ByteView content) {
  LeafKey& leaf = leaf_of_this_thread();
  if (!tree.leaf_into(id, purpose, leaf.reveal_writable())) return is_punctured();
  Bytes sealed = xseal(leaf.reveal(), content, layer_context(id, purpose));
  wipe(leaf.reveal_writable().data(), kKeySize);
  return sealed;
}

Result<Bytes> open_shred_layer(const ShredTree& tree, const Hash16& id,
                               ShredPurpose purpose, ByteView sealed) {
  LeafKey& leaf = leaf_of_this_thread();
  if (!tree.leaf_into(id, purpose, leaf.reveal_writable())) return is_punctured();
  auto content = xopen(leaf.reveal(), sealed, layer_context(id, purpose));
  wipe(leaf.reveal_writable().data(), kKeySize);
  if (!content) {
    return damaged_record();
  }
  return std::move(*content);
}

}  // namespace tangthu::vault
