// Who may read what: users, label key pairs by epoch, and the grants that join them.
//
// A label's private key is wrapped to every user whose clearance dominates the label,
// when the label is first used or the clearance is granted. Nothing else gives access:
// there is no list of rights to be consulted, only keys that a user has or has not.
//
// Whatever must die when it is taken back lies under a leaf of the shred tree as well: a
// user's grants under his grants id, his private keys under his login id. Revoking
// punctures the id, and the copies in older backups die with it.
//
// Records of the partition "system":
//   user/ID                          name, public keys, roles, clearances, state
//   login/TAG                        the user's private keys, under his passphrase
//   label/HASH                       label, its epochs' public keys
//   grant/HASH EPOCH USER            a label's private key, wrapped to the user
//   recovery/HASH EPOCH              the same, wrapped to the recovery quorum
//   audit/USER                       the log's private key, wrapped to an auditor
//   puncture/ID                      an id that must be punctured, not yet confirmed
// Thread rule: one thread at a time.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "base/level.h"
#include "vault/barrier.h"
#include "vault/header.h"
#include "vault/passphrase.h"
#include "vault/roles.h"
#include "vault/shred_tree.h"
#include "vault/system_records.h"

namespace tangthu::vault {

struct User {
  UserId id;
  std::string name;
  PublicKey public_key;  // grants are wrapped to it
  VerifyKey verify_key;  // of approvals
  Roles roles;
  std::vector<Clearance> clearances;
  bool disabled = false;
  UnixSeconds created = 0;
  ShredId grants_id;
  ShredId login_id;
  Hash16 login_tag;
  Hash16 slot_tag;  // in the single profile that of a slot

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

// All that a session holds. Thread rule: const use from several threads.
class HeldLabels {
 public:
  void add(HeldLabel label);
  const HeldLabel* find(const Label& label, std::uint32_t epoch) const;
  // Every label once.
  std::vector<Label> labels() const;
  const std::map<std::pair<Label, std::uint32_t>, HeldLabel>& all() const {
    return held_;
  }

 private:
  std::map<std::pair<Label, std::uint32_t>, HeldLabel> held_;
};

// A user's private keys.
struct UserKeys {
  PrivateKey private_key;
  SigningKey signing_key;
};

class Directory {
 public:
  Directory(Barrier& barrier, SystemRecords& records, const ShredTree& shred,
            const VaultHeader& header);

  // Changes with every write through this object: what was unlocked before it is old.
  std::uint64_t changes() const { return changes_; }

  Result<std::vector<User>> users();
  // kNotFound when there is none of this id or name.
  Result<User> user(const UserId& id);
  Result<User> user_named(std::string_view name);

  // A new user with fresh keys, who may read nothing yet. kUsage when the name is taken.
  Result<User> add_user(std::string_view name, const PassphraseKeys& passphrase,
                        const Roles& roles = {});
  // kUsage when a user has this name (normalised).
  Result<void> require_free(const std::string& name);
  // kAuthentication when the passphrase opens nothing, or the user is disabled.
  Result<std::pair<User, UserKeys>> log_in(const PassphraseKeys& passphrase);
  // The same keys under another passphrase; the old one is punctured.
  Result<void> change_passphrase(const User& user, const UserKeys& keys,
                                 const PassphraseKeys& passphrase);

  Result<std::vector<LabelKey>> labels();  // the newest epoch of each
  Result<std::vector<LabelKey>> all_label_keys();
  Result<LabelKey> label_key(const Label& label, std::uint32_t epoch);
  // The label's newest key pair; made on demand and wrapped to everybody cleared for it.
  // kUsage when nobody is: what is sealed to it could never be read.
  Result<LabelKey> label_for_writing(const Label& label);

  // All label keys that these private keys of this user open.
  Result<HeldLabels> unlock_labels(const User& user, const PrivateKey& key);
  // The label keys that the recovery quorum opens.
  Result<HeldLabels> unlock_for_recovery(const PrivateKey& recovery);

  // Adds a clearance and wraps every label key below it to the user. kNotFound when
  // `held` lacks one of them: what was left out would stay closed to the user.
  Result<void> grant(const User& user, const Clearance& clearance,
                     const HeldLabels& held);
  // Leaves the user with `rest`. Labels that he loses get a new epoch; his grants move
  // under a new id, and the old one is noted for puncturing.
  Result<void> revoke(const User& user, std::vector<Clearance> rest);
  // The same, and no login any more.
  Result<void> disable(const User& user);
  Result<void> set_roles(const User& user, const Roles& roles);

  // The log's private key, to an auditor; and back.
  Result<void> grant_audit(const User& user, const PrivateKey& audit_key);
  // To every auditor who has it not yet.
  Result<void> grant_audit_to_auditors(const PrivateKey& audit_key);
  Result<std::optional<PrivateKey>> unlock_audit(const User& user, const PrivateKey& key);

  // Ids that are to be punctured, and that it is done.
  Result<std::vector<ShredId>> to_puncture();
  Result<void> punctured(const ShredId& id);
  Record puncture_record(const ShredId& id) const;

 private:
  Barrier& barrier_;
  SystemRecords& records_;
  const ShredTree& shred_;
  const VaultHeader& header_;
  PartitionName system_;
  std::atomic<std::uint64_t> changes_ = 0;

  struct LabelEpochs {
    Label label;
    std::map<std::uint32_t, PublicKey> keys;
  };
  static Bytes encode(const LabelEpochs& epochs);
  Result<User> read_user(ByteView record) const;
  Result<std::vector<LabelEpochs>> label_epochs();
  Result<std::optional<LabelEpochs>> label_epochs(const Label& label);
  std::string grant_key(const LabelKey& label, const UserId& user) const;
  Result<Record> grant_record(const LabelKey& label, const PrivateKey& private_key,
                              const User& user) const;
  Record user_record(const User& user) const;
  Result<Record> login_record(const User& user, const UserKeys& keys,
                              const LoginKey& login_key) const;
  // A further epoch of the label, wrapped to `readers`; into the batch.
  Result<LabelKey> add_epoch(Batch& batch, LabelEpochs epochs,
                             const std::vector<User>& readers) const;
  // The user's grants and audit key under his new grants id, for what he keeps.
  Result<void> move_grants(Batch& batch, const User& old_user, const User& new_user);
  Result<void> move_grant(Batch& batch, const Record& record, const User& old_user,
                          const User& new_user) const;
  Result<void> write(const Batch& batch);
};

}  // namespace tangthu::vault
