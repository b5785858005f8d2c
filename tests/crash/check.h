// Compares a vault that was killed with what it had acknowledged.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/crash/oracle.h"
#include "vault/session.h"

namespace tangthu::crash {

struct Verdict {
  std::vector<std::string> problems;
  bool done = false;  // what was in doubt
  unsigned passphrase = 0;
  vault::TreeHead log;
};

// kBefore: what an interruption left is there still, as a reader sees it that comes
// before the next writer.
enum class Settled { kBefore, kAfter };

// Everything that is not as the oracle says; nothing when all is.
std::vector<std::string> differences(vault::Session& session, const Oracle& oracle,
                                     Settled settled);

// Opens the vault and says whether what was in doubt was done, wholly, or not at all.
// Neither is a problem.
Verdict check(const std::filesystem::path& folder, const Oracle& oracle,
              vault::Access access);

}  // namespace tangthu::crash
