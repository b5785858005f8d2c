// Who may read what: users, label key pairs, and the grants that join them.
//
// A label's private key is wrapped to every user whose clearance dominates the label,
// when the label is first used or the clearance is granted. Nothing else gives access:
// there is no list of rights to be consulted, only keys that a user has or has not.
//
// Records of the partition "system":
//   user/ID                       name, public key, clearances, state
//   label/HASH                    label, epoch, public key
//   grant/LABEL HASH ‖ USER ID    the label's private key, wrapped to the user
// Thread rule: one thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/level.h"
#include "vault/barrier.h"
#include "vault/slots.h"

namespace tangthu::vault {

struct User {
  UserId id;
  std::string name;
  PublicKey public_key;
  std::vector<Clearance> clearances;
  bool owner = false;  // made the vault; adds users and grants clearances
  bool disabled = false;
  UnixSeconds created = 0;

  bool cleared_for(const Label& label) const;
};

// User names: 1 to 64 bytes of letters, digits, '.', '-', '_'; NFC, lower case.
Result<std::string> normalise_user_name(std::string_view name);

struct LabelKey {
  Label label;
  std::uint32_t epoch;
  PublicKey public_key;
};

// A label whose private key the session holds.
struct HeldLabel {
  LabelKey key;
  PrivateKey private_key;
};

class Directory {
 public:
  explicit Directory(Barrier& barrier);

  Result<std::vector<User>> users();
  // kNotFound when there is none of this id or name.
  Result<User> user(const UserId& id);
  Result<User> user_named(std::string_view name);
  // kUsage when the name is taken.
  Result<void> add_user(const User& user);

  Result<std::vector<LabelKey>> labels();
  // The label's key pair; made on demand and wrapped to everybody cleared for it.
  // kUsage when nobody is: what is sealed to it could never be read.
  Result<LabelKey> label_for_writing(const Label& label);

  // All labels that this private key of this user opens.
  Result<std::vector<HeldLabel>> unlock_labels(const User& user, const PrivateKey& key);

  // Adds a clearance and wraps every label below it that `held` has to the user.
  Result<void> grant(const User& user, const Clearance& clearance,
                     const std::vector<HeldLabel>& held);

 private:
  Barrier& barrier_;
  PartitionName system_;

  std::string grant_key(const Label& label, const UserId& user) const;
  Record grant_record(const LabelKey& label, const PrivateKey& private_key,
                      const User& user) const;
  Record user_record(const User& user) const;
};

}  // namespace tangthu::vault
