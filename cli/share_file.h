// Shares as custodians keep them: text files, the terminal, files sealed to their keys.
//
// A share file is text of at most 4 KiB. Lines that begin with '#' are remarks; "unseal:
// GROUPS" and "recovery: GROUPS" are shares (vault/share.h). A file that has neither word
// is one share, on any number of lines.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "cli/context.h"
#include "vault/header.h"
#include "vault/share.h"

namespace tangthu::cli {

// The file's share of this purpose; kBadInput when it has none.
Result<vault::Share> read_share_file(const std::filesystem::path& file,
                                     vault::SharePurpose purpose);
// Typed on the terminal, without echo.
Result<vault::Share> ask_share();

// How new shares reach their custodians: as files share-1.txt, … in a folder; in the same
// folder sealed to the custodians' public keys; or on the terminal, one custodian after
// another.
struct HandOut {
  std::filesystem::path folder;
  std::vector<std::filesystem::path> custodian_keys;
};

// Whether it can be done, asked before the shares are made: the folder is made here.
// kUsage.
Result<void> prepare_hand_out(const HandOut& how, unsigned custodians);
// `recovery` is empty where only the unseal shares are new.
Result<void> hand_out(const Context& context, const HandOut& how,
                      const vault::VaultId& vault, std::span<const vault::Share> unseal,
                      std::span<const vault::Share> recovery);

}  // namespace tangthu::cli
