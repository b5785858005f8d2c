// `init --profile agency`: the founding ceremony on the command line.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/share_file.h"
#include "vault/vault.h"

namespace tangthu::cli {

struct FoundingOptions {
  unsigned shares = 0;
  unsigned threshold = 0;
  std::string administrator;
  std::vector<std::string> officers;
  std::vector<std::string> auditors;
  std::vector<std::string> archivists;
  std::filesystem::path founder_passphrases;  // folder; empty: asked on the terminal
  HandOut hand_out;
  std::filesystem::path key_file;  // empty: none is made
  vault::SlowHashCost cost = vault::kSlowHashCost;
};

Result<int> found_agency(Context& context, const FoundingOptions& options);

}  // namespace tangthu::cli
