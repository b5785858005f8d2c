#include "vault/attestation.h"

namespace tangthu::vault {
namespace {

Bytes message(const VaultId& vault, const UserId& user, ByteView statement) {
  ByteWriter out;
  out.raw(as_bytes("tangthu act v1"));
  out.raw(vault);
  out.raw(user);
  out.sized(statement);
  return out.take();
}

}  // namespace

Attestation attest(const VaultId& vault, const UserId& user, const SigningKey& key,
                   ByteView statement) {
  return {user, sign(key, message(vault, user, statement))};
}

bool attestation_holds(const VaultId& vault, const VerifyKey& key,
                       const Attestation& attestation, ByteView statement) {
  return signature_holds(key, message(vault, attestation.user, statement),
                         attestation.signature);
}

}  // namespace tangthu::vault
