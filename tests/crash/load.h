// The mixed load that is killed.
#pragma once

#include <filesystem>

#include "tests/crash/child.h"
#include "tests/crash/oracle.h"
#include "vault/session.h"

namespace tangthu::crash {

Passphrase passphrase_of(std::string_view user, unsigned number);
Result<void> make_vault(const std::filesystem::path& folder);

// Opens the vault, does `operations` of them as the seed says, closes it, and tells every
// step. The exit status: 0, or 1 when something failed that nothing had disturbed.
int run_load(const std::filesystem::path& folder, Oracle oracle, std::uint64_t seed,
             unsigned operations, const Tell& tell);

}  // namespace tangthu::crash
