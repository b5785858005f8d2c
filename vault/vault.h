// A vault, unsealed. What is in it opens for a session only (vault/session.h).
//
//   VAULT, keyring                public facts; the vault's own keys under the root key
//   slots | unseal                what opens the root key: passphrases | quorum, key
//   file,
//                                 token
//   shred, shred-slots            the shred tree's state; not part of any backup
//   log/                          the audit log
//   store/                        everything else, sealed (vault/barrier.h)
//   reserve                       room for a full disk
//   rights                        a counter that ends sessions when rights are taken back
//
// Thread rule: any thread; changes are made one at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "vault/acceptance.h"
#include "vault/audit_log.h"
#include "vault/directory.h"
#include "vault/document.h"
#include "vault/journal.h"
#include "vault/rights_file.h"
#include "vault/rocks_store.h"
#include "vault/shred_slots.h"

namespace tangthu::vault {

// A person of the founding ceremony.
struct Founder {
  std::string name;
  Passphrase passphrase;
  Roles roles;
  std::vector<Clearance> clearances;
};

struct CreateOptions {
  Profile profile = Profile::kSingle;
  SlowHashCost cost = kSlowHashCost;
  PublicKey recovery_key{};  // agency: of the recovery quorum
};

struct AdoptReport {
  std::uint64_t destroyed = 0;  // documents that were destroyed after the backup
};

class Session;

class Vault {
 public:
  // Makes a vault in a folder that is missing or empty; kUsage when it is neither. In the
  // single profile there is one founder, the owner, whose passphrase opens the root key.
  // In the agency profile the caller seals the root key that it gave into unseal slots
  // before anything is put into the vault.
  static Result<VaultHeader> create(const std::filesystem::path& folder,
                                    const CreateOptions& options, const RootKey& root,
                                    const std::vector<Founder>& founders);

  // kNotFound without a vault, kAuthentication, kSealedOrBusy, kCorrupt.
  static Result<std::unique_ptr<Vault>> unseal(const std::filesystem::path& folder,
                                               RootKey root, Access access);
  // Takes a restored vault (vault/restore.h) into use: until then it does not unseal.
  // Removes what was destroyed after the backup, notes the restore in the log, and signs
  // the log for the restored store. What interrupts it is mended by doing it again.
  static Result<AdoptReport> adopt_restored(const std::filesystem::path& folder,
                                            RootKey root);
  ~Vault();

  const VaultHeader& header() const { return header_; }
  const std::filesystem::path& folder() const { return folder_; }
  Access access() const { return access_; }

  // kAuthentication; a failed login is in the log when this returns.
  Result<std::unique_ptr<Session>> log_in(std::string_view user_name,
                                          const Passphrase& passphrase);
  Result<std::unique_ptr<Session>> log_in(std::string_view user_name,
                                          const PassphraseKeys& keys);

  // A station's submission whose bodies `fill` puts into the store; `fill` gets the sink
  // and is called only after everything else was checked. The same submission again gets
  // its receipt again.
  Result<Receipt> take_in(const Submission& submission, const VerifyKey& station,
                          std::string_view who,
                          const std::function<Result<void>(const PieceSink&)>& fill);

  // For the rooms of the vault: sessions, backup, rotation.
  Barrier& barrier() { return barrier_; }
  Directory& directory() { return directory_; }
  Journal& journal() { return journal_; }
  SystemRecords& records() { return records_; }
  RocksStore& store() { return *store_; }
  const DocumentContext& documents() const { return context_; }
  const Keyring& keyring() const { return keyring_; }
  const RootKey& root() const { return root_; }
  std::mutex& changes() { return changes_; }

  // Destroys leaves for good, in every slot in reach.
  Result<void> puncture(const std::vector<ShredId>& ids);
  // Punctures what revocations noted, and removes slots of passphrases that went.
  Result<void> puncture_noted();
  // A further barrier epoch; new values are sealed under it. Old ones are sealed anew by
  // reseal_records(), after which the old keys are forgotten.
  Result<void> begin_barrier_epoch();
  // `progress` counts partitions, which documents are as a rule.
  Result<std::uint64_t> reseal_records(
      const std::function<void(std::uint64_t done, std::uint64_t of)>& progress = {});

  // Rights that were taken back end every session that was logged in before.
  std::uint64_t rights() const;
  Result<void> end_sessions();

 private:
  Vault(std::filesystem::path folder, Access access, VaultHeader header, RootKey root,
        Keyring keyring, ShredTree shred, std::unique_ptr<RocksStore> store,
        std::unique_ptr<AuditLog> log);
  static Result<std::unique_ptr<Vault>> open_parts(const std::filesystem::path& folder,
                                                   const VaultHeader& header,
                                                   RootKey root, Access access);
  Result<std::uint64_t> remove_destroyed(Batch& versions);
  Result<void> check_shred();
  Result<std::vector<Hash16>> valid_slots();
  Result<void> settle_unfinished();
  Result<void> settle_one(const Intent& intent, Batch& versions);

  std::filesystem::path folder_;
  Access access_;
  VaultHeader header_;
  RootKey root_;
  Keyring keyring_;
  ShredTree shred_;
  std::unique_ptr<RocksStore> store_;
  std::unique_ptr<AuditLog> log_;
  Barrier barrier_;
  SystemRecords records_;
  Directory directory_;
  Journal journal_;
  DocumentContext context_;
  std::mutex changes_;
  mutable RightsFile rights_;
  bool whole_ = false;  // store and log were found to agree
};

// The single profile: one passphrase opens the vault and logs in. The vault must outlive
// the session.
struct OpenedVault {
  std::unique_ptr<Vault> vault;
  std::unique_ptr<Session> session;
};
Result<OpenedVault> open_with_passphrase(const std::filesystem::path& folder,
                                         std::string_view user_name,
                                         const Passphrase& passphrase, Access access);

}  // namespace tangthu::vault
