// The ways to unseal a vault: the file `unseal` beside the store.
//
// Each slot holds the root key, sealed under a key that comes from an unseal secret of
// its own: the secret that custodians' shares give together, the content of a key file,
// or what a PKCS#11 token unwraps. A slot's parameters are bound to the sealed key, so
// that an exchanged name, threshold or commitment is noticed at the latest on opening.
//
// New shares come into force in two phases (begin_rekey, confirm_share): they wait beside
// the old ones until every custodian has typed his once. Each step is one durable write
// of the whole file, so a crash leaves the state before or after it.
// Thread rule: values may be read by several threads; the functions that take a folder
// and change it lock it, between threads and processes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "vault/crypto.h"
#include "vault/header.h"
#include "vault/share.h"

namespace tangthu::vault {

class Token;

// Stored on disk: the values are frozen.
enum class UnsealKind : std::uint8_t { kShares = 1, kKeyFile = 2, kToken = 3 };
enum class SlotState : std::uint8_t { kActive = 1, kPending = 2 };

using SlotId = Hash16;

inline constexpr std::size_t kMaxUnsealSlots = 64;
inline constexpr std::size_t kMaxSlotNameBytes = 200;
inline constexpr std::size_t kMaxTokenLabelBytes = 255;

struct UnsealSlot {
  SlotId id{};
  UnsealKind kind{};
  SlotState state{};
  std::string name;  // for people: "main key", "safe of room 12"

  // Of shares; k is the number of commitments.
  std::uint8_t share_count = 0;
  std::vector<Point> commitments;
  std::uint16_t confirmed = 0;  // bit i: share i + 1

  // Of a token. Which module drives it is configuration, never the vault's: a file that
  // names code to be loaded would be a way in.
  std::string token_label;
  std::string key_label;
  Bytes wrapped_secret;

  Bytes sealed_root_key;

  std::uint8_t threshold() const { return static_cast<std::uint8_t>(commitments.size()); }
  bool share_is_confirmed(std::uint8_t number) const {
    return (confirmed >> (number - 1) & 1) != 0;
  }
};

struct UnsealSlots {
  VaultId vault{};
  std::vector<UnsealSlot> slots;
};

// kNotFound when the file is missing, kCorrupt when it is damaged.
Result<UnsealSlots> read_unseal_slots(const std::filesystem::path& folder);
Result<void> write_unseal_slots(const std::filesystem::path& folder,
                                const UnsealSlots& slots);

// Adds a slot to the file, which is made when missing. kUsage when there are too many.
Result<void> add_unseal_slot(const std::filesystem::path& folder, const VaultId& vault,
                             const UnsealSlot& slot);
// kNotFound when there is none of this id; kUsage when no active slot would be left.
Result<void> remove_unseal_slot(const std::filesystem::path& folder, const SlotId& id);

// A new slot is not stored yet; whoever makes it hands out its shares, then adds it.
struct NewShareSlot {
  UnsealSlot slot;
  std::vector<Share> shares;
};
// Tries every subset of k shares before it returns them. kUsage outside the limits.
Result<NewShareSlot> make_share_slot(const VaultId& vault, const RootKey& root_key,
                                     const Quorum& quorum, SlotState state,
                                     std::string name);
// The active slot that this share belongs to, checked by the commitments. Otherwise
// kAuthentication, or kUsage for a share of another purpose or vault.
Result<const UnsealSlot*> find_share_slot(const UnsealSlots& slots, const Share& share);
// kAuthentication for wrong or too few shares (the subject is the wrong one's number).
Result<RootKey> open_with_shares(const UnsealSlots& slots, std::span<const Share> shares);

// Writes a new key file (mode 0600; kUsage when there is such a file).
Result<UnsealSlot> make_key_file_slot(const VaultId& vault, const RootKey& root_key,
                                      std::string name,
                                      const std::filesystem::path& key_file);
enum class KeyFileOrigin { kFile, kCredential };
// kUsage when others may read the file (systemd guards credentials by other means),
// kAuthentication when it opens no slot of this vault.
Result<RootKey> open_with_key_file(const UnsealSlots& slots,
                                   const std::filesystem::path& key_file,
                                   KeyFileOrigin origin);
// $CREDENTIALS_DIRECTORY/tangthu-unseal, where systemd puts it (systemd.exec(5)).
std::optional<std::filesystem::path> unseal_credential();

// The secret is wrapped by a key of the token, which must be logged in.
Result<UnsealSlot> make_token_slot(const VaultId& vault, const RootKey& root_key,
                                   std::string name, Token& token,
                                   const std::string& key_label);
// kAuthentication when no active slot is this token's; the token's own errors.
Result<RootKey> open_with_token(const UnsealSlots& slots, Token& token);

// Begins to replace the shares: the new ones are returned, to be handed out, and their
// slot is stored as pending. The root key is the one the vault was opened with. kUsage
// when this is under way already.
Result<std::vector<Share>> begin_rekey(const std::filesystem::path& folder,
                                       const RootKey& root_key, const Quorum& quorum,
                                       std::string name);
struct RekeyProgress {
  std::uint8_t confirmed;
  std::uint8_t shares;
  bool finished() const { return confirmed == shares; }
};
// Notes that a custodian has his new share. With the last one the new shares come into
// force and the old slots of shares go, in one write. kAuthentication when the share is
// not of the pending slot; kNotFound when nothing is pending.
Result<RekeyProgress> confirm_share(const std::filesystem::path& folder,
                                    const Share& share);
// kNotFound when nothing is pending. The old shares were in force all the time.
Result<void> abort_rekey(const std::filesystem::path& folder);

}  // namespace tangthu::vault
