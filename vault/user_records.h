// The bytes of the directory's records, and the contexts that its wraps are bound to.
#pragma once

#include "vault/directory.h"

namespace tangthu::vault {

Bytes encode_user(const User& user);
Result<User> decode_user(ByteView bytes);

Bytes encode_label(const Label& label, const std::map<std::uint32_t, PublicKey>& keys);
Result<std::pair<Label, std::map<std::uint32_t, PublicKey>>> decode_label(ByteView bytes);

Bytes encode_clearance(const Clearance& clearance);
std::optional<Clearance> decode_clearance(ByteReader& in);

Bytes grant_context(const LabelKey& label, const UserId& user);
Bytes recovery_context(const LabelKey& label);
Bytes audit_grant_context(const UserId& user);
Bytes login_context(const UserId& user, const ShredId& login_id);

}  // namespace tangthu::vault
