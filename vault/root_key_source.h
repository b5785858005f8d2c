// Where the root key of an agency's vault comes from when nobody gives shares now.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::vault {

// From the key file, where one is named; else from systemd's credential; else from the
// keeper that custodians have unsealed. kSealedOrBusy when there is none of them. Any
// thread.
Result<RootKey> find_root_key(const std::filesystem::path& folder,
                              const std::filesystem::path& key_file);

}  // namespace tangthu::vault
