// Every key of a vault that the test can lay hands on, taken out of the vault itself by
// its own library: what must be found nowhere.
#pragma once

#include <map>
#include <string>

#include "tests/support/traces.h"
#include "vault/session.h"

namespace tangthu::cli {

// Under the root key: keyring, shred tree, the leaves of `documents`. For each user
// (name → passphrase): what the passphrase gives, his keys, the keys of his labels, of
// the log, and of every one of `documents` that he can open. Call it again when keys have
// changed: old ones must be found nowhere either.
void add_vault_secrets(test::Traces& traces, const std::filesystem::path& folder,
                       const vault::RootKey& root,
                       const std::map<std::string, std::string>& passphrases,
                       const std::vector<DocumentId>& documents);

// The shares in a custodian's file, as he reads them and as numbers.
void add_shares(test::Traces& traces, const std::filesystem::path& file);

}  // namespace tangthu::cli
