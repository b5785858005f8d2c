// The founding of an agency's vault, and the recovery of access to it.
//
// Two secrets are shared among the custodians, each k of n: one opens the vault's root
// key, the other is the private key of the recovery quorum, to which every label key is
// wrapped besides its readers. Custodians can so bring a vault back to life whose every
// cleared user is gone; opening it day by day never needs their recovery shares.
//
// Every subset of k shares is tried before the vault is used.
//
//   recovery   magic "tangthu recover1" ‖ split id (16) ‖ u8 n ‖ u8 k ‖ k × point (32)
//   private key = HKDF-SHA-512(scalar, salt = split id, "tangthu recovery key v1")
#pragma once

#include <span>

#include "vault/share.h"
#include "vault/vault.h"

namespace tangthu::vault {

struct CeremonyOptions {
  Quorum quorum;
  std::vector<Founder> founders;
  SlowHashCost cost = kSlowHashCost;
};

struct Ceremony {
  VaultHeader header;
  RootKey root;                        // to hold, or to add slots with; then let it go
  std::vector<Share> unseal_shares;    // one a custodian
  std::vector<Share> recovery_shares;  // one a custodian
};

// kUsage when there are fewer than two officers or no administrator or auditor: nobody
// could change anything afterwards. After a failure the folder holds no vault that is of
// use: remove it and begin again.
Result<Ceremony> hold_ceremony(const std::filesystem::path& folder,
                               const CeremonyOptions& options);

// With k recovery shares: clears `user` for everything. It is in the log; a new
// passphrase of a lost user does not need it. kAuthentication when the shares are too few
// or wrong.
Result<void> recover_access(Vault& vault, std::span<const Share> recovery_shares,
                            std::string_view user);

}  // namespace tangthu::vault
