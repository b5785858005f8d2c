// A share as a custodian keeps it: on paper, to be typed; or sealed to his public key.
//
// As text it is 80 letters and digits of Crockford's base 32 in 16 groups of five, over
// 50 bytes (docs/FORMAT.md) of which the last four are a check: one mistyped character is
// always noticed and its group named, and of other errors one in four thousand million
// passes. A text that does pass still has to fit the public commitments of its split.
// Thread rule: as for a value.
#pragma once

#include <string_view>

#include "vault/crypto.h"
#include "vault/shamir.h"

namespace tangthu::vault {

// Stored on paper: the values are frozen.
enum class SharePurpose : std::uint8_t { kUnseal = 1, kRecovery = 2 };

// The first bytes of ids: enough to tell a custodian that he brought the wrong paper.
using VaultPrefix = std::array<std::uint8_t, 4>;
using SplitPrefix = std::array<std::uint8_t, 6>;

VaultPrefix vault_prefix(const Hash16& vault);
SplitPrefix split_prefix(const Hash16& split);

struct Share {
  SharePurpose purpose;
  VaultPrefix vault;
  SplitPrefix split;
  std::uint8_t threshold;
  ShamirShare part;

  Share clone() const { return {purpose, vault, split, threshold, part.clone()}; }
};

inline constexpr std::size_t kShareBytes = 50;
inline constexpr std::size_t kShareTextSize = 80 + 15;  // with a space between groups
using EncodedShare = SecretOf<struct EncodedShareRole, kShareBytes>;
using ShareText = SecretOf<struct ShareTextRole, kShareTextSize>;

EncodedShare encode_share(const Share& share);
// kBadInput when the bytes are no share, kCorrupt for a newer version's.
Result<Share> decode_share(ByteView bytes);

ShareText share_to_text(const Share& share);
// Case, Crockford's look-alikes, spaces, line ends and hyphens are forgiven. kBadInput
// when it is no share; for one mistyped character the error's subject is its group's
// number.
Result<Share> share_from_text(std::string_view text);

// The content of a file for one custodian. kBadInput when the public key is none.
Result<Bytes> seal_share(const Share& share, const PublicKey& custodian);
// kAuthentication when the file is for another custodian, kCorrupt when it was changed.
Result<Share> open_sealed_share(const PrivateKey& own, const PublicKey& own_public,
                                ByteView file);

}  // namespace tangthu::vault
