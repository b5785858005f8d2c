// The keeper: a small process that holds an unsealed root key between commands.
//
// In the embedded agency profile every command is a process of its own, and custodians
// come one after another. The first `tangthu unseal` starts the keeper (as ssh-agent is
// one): it gathers shares, refusing wrong ones by number, until there are k; then it
// holds the root key and hands it to commands of the same user over VAULT/keeper.sock.
// It leaves no core, can't be traced by other processes of the user, and its memory is
// locked where the system allows that. Killed, it leaves the vault sealed.
//
// Thread rule: keeper_give_share and keeper_hold fork when no keeper runs: call them
// while the process has one thread, no open Token and as few secrets as possible. The
// others from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "base/result.h"
#include "vault/crypto.h"
#include "vault/share.h"

namespace tangthu::vault {

struct KeeperOptions {
  // Without a request for so long (at most 20 days), the keeper seals the vault. Zero:
  // never.
  std::chrono::seconds idle_limit{0};
};

struct KeeperStatus {
  enum class State : std::uint8_t { kSealed = 0, kGathering = 1, kUnsealed = 2 };
  State state = State::kSealed;
  std::uint8_t given = 0;      // shares, while gathering
  std::uint8_t threshold = 0;  // of the split they belong to
  bool memory_locked = false;  // wholly; the root key itself always is where it can be
  std::int32_t process = 0;    // its id; 0 when there is none
};

// Gives one share; starts the keeper when none runs (only then do the options count).
// The answer tells how many of how many there are, or that the vault is unsealed now.
// kAuthentication (subject: its number) when the share is wrong, kUsage when its number
// was given before or the vault is not sealed.
Result<KeeperStatus> keeper_give_share(const std::filesystem::path& folder,
                                       const Share& share,
                                       const KeeperOptions& options = {});

// Has the keeper hold a root key that this command opened (by key file or token).
// kUsage when it holds another one.
Result<void> keeper_hold(const std::filesystem::path& folder, const RootKey& root_key,
                         const KeeperOptions& options = {});

// kSealedOrBusy when the vault is sealed.
Result<RootKey> keeper_root_key(const std::filesystem::path& folder);

// After success the keeper has wiped its memory and answers nobody; also when there was
// none.
Result<void> keeper_seal(const std::filesystem::path& folder);

// A vault without a keeper is sealed; kSealedOrBusy when the keeper does not answer.
Result<KeeperStatus> keeper_status(const std::filesystem::path& folder);

}  // namespace tangthu::vault
