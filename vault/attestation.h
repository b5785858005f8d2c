// Attestations: what a user says, signed with his own key, so that whoever reads it later
// can tell that it was he and that nothing of it was changed (Ed25519, RFC 8032).
//
//   signature over "tangthu act v1" ‖ vault id (16) ‖ user id (16) ‖ sized(statement)
//
// It says who, and not that he was allowed to: that is checked when it is made.
#pragma once

#include "vault/directory.h"

namespace tangthu::vault {

struct Attestation {
  UserId user{};
  Signature signature{};
};

Attestation attest(const VaultId& vault, const UserId& user, const SigningKey& key,
                   ByteView statement);
bool attestation_holds(const VaultId& vault, const VerifyKey& key,
                       const Attestation& attestation, ByteView statement);

}  // namespace tangthu::vault
