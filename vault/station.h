// Stations: machines that hand documents in and can read none of them.
//
// A station has a signing key of its own, which the vault knows, and a kit: the vault's
// public keys, signed by the vault. With the kit it seals submissions offline.
//
//   kit      magic "tangthu kit   1\n" ‖ vault id (16) ‖ u64 time ‖ verify key of the
//   vault
//            (32) ‖ intake key (32) ‖ u32 count × (label ‖ u32 epoch ‖ public key (32))
//            ‖ Ed25519 signature of the vault (64) over "tangthu kit v1" and all before
//            it
// Two officers sign that a station is one (StationAction, vault/approval.h): whose key
// the vault takes decides whose papers it takes.
//
//   station/ID   station id (16) ‖ sized(name) ‖ verify key (32) ‖ u64 time ‖ u8 disabled
#pragma once

#include "vault/submission.h"

namespace tangthu::vault {

class Session;
class Vault;

struct Station {
  StationId id;
  std::string name;
  VerifyKey verify_key;
  UnixSeconds created;
  bool disabled;
};

struct Kit {
  VaultId vault;
  UnixSeconds time;
  VerifyKey vault_key;
  PublicKey intake_key;
  std::vector<LabelKey> labels;

  // The newest key of the label. kNotFound when the kit has none.
  Result<LabelKey> label(const Label& label) const;
};

inline constexpr std::uint32_t kMaxKitLabels = 100'000;

Bytes write_kit(const Kit& kit, const SigningKey& vault_key);
// kBadInput when it is damaged or not signed by the vault that it names. Whether that is
// the right vault is for whoever brought the kit to know: compare `vault_key`.
Result<Kit> read_kit(ByteView file);

// Of a station's key, for people to compare: its id, as eight groups of four hexadecimal
// digits.
std::string fingerprint(const VerifyKey& key);

// kUsage when the name is not as normalise_user_name() leaves it, or name or key are a
// station's already.
Result<void> check_new_station(Barrier& barrier, const std::string& name,
                               const VerifyKey& key);
// What an approved StationAction does. With the vault's changes locked, after
// check_new_station(), and after the note in the log.
Result<void> add_station(Vault& vault, const std::string& name, const VerifyKey& key);
// For the administrator, at once.
Result<void> disable_station(Session& session, std::string_view name);
Result<std::vector<Station>> list_stations(Barrier& barrier);
// With a key for each of `labels`; those that are missing are made. An agency's for
// secrets in quarantine: a station can't know what is approved.
Result<Bytes> make_kit(Session& session, const std::vector<Label>& labels);

}  // namespace tangthu::vault
