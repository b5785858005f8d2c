// A custodian's key pair, to which shares can be sealed. Files (docs/FORMAT.md):
//   NAME       the private key, mode 0600, on a medium that the custodian keeps
//   NAME.pub   "tangthu-custodian-1 " and the public key in base 64, one line
#pragma once

#include <filesystem>

#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::cli {

// kUsage when there is such a file.
Result<void> make_custodian_key(const std::filesystem::path& file);
Result<vault::PrivateKey> read_custodian_key(const std::filesystem::path& file);
// kBadInput when it is none.
Result<vault::PublicKey> read_custodian_public_key(const std::filesystem::path& file);

}  // namespace tangthu::cli
