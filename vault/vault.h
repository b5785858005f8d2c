// A vault, opened: unsealed, and logged in as one user.
//
//   VAULT, slots, shred   beside the store (vault/slots.h)
//   store/                everything else, sealed (vault/barrier.h)
//
// Opening in the single profile takes one passphrase, which opens the user's slot: the
// root key and the user's private key. The label keys that the user holds are unwrapped
// at once and live in locked memory until the Vault is destroyed.
// Thread rule: open_document, and the readers and writers that were handed out, from
// several threads; the rest from one, and not beside open_document.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "vault/directory.h"
#include "vault/document.h"
#include "vault/rocks_store.h"
#include "vault/slots.h"

namespace tangthu::vault {

struct CreateOptions {
  Profile profile = Profile::kSingle;
  std::string user_name;  // the owner
  SlowHashCost cost = kSlowHashCost;
};

class Vault {
 public:
  // Makes a vault in a folder that is missing or empty. kUsage when it is neither.
  static Result<void> create(const std::filesystem::path& folder,
                             const CreateOptions& options, const Passphrase& passphrase);
  // kNotFound without a vault, kAuthentication, kSealedOrBusy, kCorrupt.
  static Result<std::unique_ptr<Vault>> open(const std::filesystem::path& folder,
                                             std::string_view user_name,
                                             const Passphrase& passphrase, Access access);

  const VaultHeader& header() const { return header_; }
  const User& user() const { return user_; }

  // Labels whose documents this session can read.
  std::vector<Label> readable_labels() const;

  // Starts a document under a label; the label's key pair is made when it is the first.
  Result<DocumentWriter> write_document(const Label& label);
  Result<DocumentReader> open_document(const DocumentId& id);

  // Calls `visit` with every label record of this kind that the session can open.
  Result<void> visit_label_records(
      LabelRecordKind kind,
      const std::function<Result<void>(const Label&, LabelRecord&&)>& visit);

  // Owner only; kNotFound for others, who may not know who there is.
  Result<std::vector<User>> list_users();
  Result<void> add_user(std::string_view name, const Passphrase& passphrase);
  Result<void> grant(std::string_view user_name, const Clearance& clearance);

 private:
  Vault(std::filesystem::path folder, VaultHeader header, SlotContent slot,
        ShredKeys shred_keys, std::unique_ptr<RocksStore> store);
  Result<void> require_owner() const;
  // Unwraps every label key that the user has by now.
  Result<void> unlock_labels();

  std::filesystem::path folder_;
  VaultHeader header_;
  SlotContent slot_;
  ShredKeys shred_keys_;
  SigningKey signing_key_;
  std::unique_ptr<RocksStore> store_;
  Barrier barrier_;
  Directory directory_;
  User user_{};
  std::vector<HeldLabel> held_;
  DocumentContext context_;
};

}  // namespace tangthu::vault
