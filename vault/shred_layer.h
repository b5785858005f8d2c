// A ciphertext under a leaf of the shred tree, so that it dies when the leaf is
// punctured.
#pragma once

#include "base/result.h"
#include "vault/shred_tree.h"

namespace tangthu::vault {

// xseal under leaf(id, purpose), bound to both. kNotFound when the id is punctured.
Result<Bytes> seal_shred_layer(const ShredTree& tree, const Hash16& id,
                               ShredPurpose purpose, ByteView content);
// kNotFound when the id is punctured; kCorrupt when the bytes are not what was sealed.
Result<Bytes> open_shred_layer(const ShredTree& tree, const Hash16& id,
                               ShredPurpose purpose, ByteView sealed);

}  // namespace tangthu::vault
