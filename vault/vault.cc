#include "vault/vault.h"

#include <algorithm>

#include "base/id.h"

namespace tangthu::vault {
namespace {

constexpr const char* kStoreFolder = "store";

std::filesystem::path store_folder(const std::filesystem::path& vault) {
  return vault / kStoreFolder;
}

Result<void> make_folder(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(folder, error) && (!fs::is_directory(folder) || !fs::is_empty(folder))) {
    return fail(ErrorCode::kUsage, "the folder for the vault is not empty",
                "choose a new folder, or remove what is in it", folder.string());
  }
  fs::create_directories(store_folder(folder), error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) {
    return fail(ErrorCode::kStorage, "the folder for the vault can't be made",
                "check the path and its permissions", folder.string());
  }
  return {};
}

User make_owner(const std::string& name, const PublicKey& public_key) {
  User owner{};
  random_bytes(owner.id);
  owner.name = name;
  owner.public_key = public_key;
  owner.clearances = {{Level::kTuyetMat, {}, true}};
  owner.owner = true;
  owner.created = now_utc();
  return owner;
}

VaultHeader make_header(const CreateOptions& options, const RootKey& root) {
  VaultHeader header{};
  header.profile = options.profile;
  random_bytes(header.id);
  header.created = now_utc();
  random_bytes(header.slot_salt);
  header.cost = options.cost;
  header.verify_key = verify_key_of(derive_signing_key(root, header.id));
  return header;
}

}  // namespace

Result<void> Vault::create(const std::filesystem::path& folder,
                           const CreateOptions& options, const Passphrase& passphrase) {
  const std::string name = TRY(normalise_user_name(options.user_name));
  TRY(make_folder(folder));

  RootKey root;
  random_bytes(root.reveal_writable());
  const VaultHeader header = make_header(options, root);
  ShredKeys shred_keys;
  random_bytes(shred_keys.by_epoch[1].reveal_writable());
  KeyPair pair = make_key_pair();
  const User owner = make_owner(name, pair.public_key);

  TRY(write_shred_keys(folder, root, header.id, shred_keys));
  auto store = TRY(RocksStore::open(store_folder(folder), Access::kWrite));
  Barrier barrier(*store, derive_barrier_key(root, header.id),
                  derive_blinding_key(root, header.id));
  TRY(Directory(barrier).add_user(owner));
  const SlotContent slot{std::move(root), owner.id, std::move(pair.private_key)};
  TRY(add_slot(folder, header, name, passphrase, slot));
  // Last: what has no header is no vault.
  return write_header(folder, header);
}

Vault::Vault(std::filesystem::path folder, VaultHeader header, SlotContent slot,
             ShredKeys shred_keys, std::unique_ptr<RocksStore> store)
    : folder_(std::move(folder)),
      header_(header),
      slot_(std::move(slot)),
      shred_keys_(std::move(shred_keys)),
      signing_key_(derive_signing_key(slot_.root_key, header_.id)),
      store_(std::move(store)),
      barrier_(*store_, derive_barrier_key(slot_.root_key, header_.id),
               derive_blinding_key(slot_.root_key, header_.id)),
      directory_(barrier_),
      context_{barrier_, shred_keys_, signing_key_, header_.verify_key} {}

Result<std::unique_ptr<Vault>> Vault::open(const std::filesystem::path& folder,
                                           std::string_view user_name,
                                           const Passphrase& passphrase, Access access) {
  const VaultHeader header = TRY(read_header(folder));
  // A name that can't be one costs the same as one that is not there.
  const auto normal = normalise_user_name(user_name);
  SlotContent slot =
      TRY(open_slot(folder, header, normal ? *normal : std::string(), passphrase));
  ShredKeys shred_keys = TRY(read_shred_keys(folder, slot.root_key, header.id));
  auto store = TRY(RocksStore::open(store_folder(folder), access));
  std::unique_ptr<Vault> vault(new Vault(folder, header, std::move(slot),
                                         std::move(shred_keys), std::move(store)));
  if (verify_key_of(vault->signing_key_) != header.verify_key) {
    return fail(ErrorCode::kCorrupt, "the vault's header was exchanged",
                "restore the file from a backup", "VAULT");
  }
  auto user = vault->directory_.user(vault->slot_.user);
  if (!user && user.error().code() != ErrorCode::kNotFound) return Failure(user.error());
  if (!user || user->disabled) {
    return fail(ErrorCode::kAuthentication, "user name or passphrase is wrong",
                "check --user and the passphrase, then try again");
  }
  vault->user_ = std::move(*user);
  TRY(vault->unlock_labels());
  if (access == Access::kWrite) TRY(clear_unfinished(vault->barrier_));
  return vault;
}

std::vector<Label> Vault::readable_labels() const {
  std::vector<Label> out;
  for (const HeldLabel& label : held_)
    out.push_back(label.key.label);
  return out;
}

Result<void> Vault::unlock_labels() {
  held_ = TRY(directory_.unlock_labels(user_, slot_.private_key));
  return {};
}

Result<DocumentWriter> Vault::write_document(const Label& label) {
  const LabelKey key = TRY(directory_.label_for_writing(label));
  const bool held = std::any_of(held_.begin(), held_.end(), [&](const HeldLabel& each) {
    return each.key.label == key.label && each.key.epoch == key.epoch;
  });
  // The label may have been made just now.
  if (!held && user_.cleared_for(label)) TRY(unlock_labels());
  return DocumentWriter::begin(context_, key);
}

Result<DocumentReader> Vault::open_document(const DocumentId& id) {
  return DocumentReader::open(context_, held_, id);
}

Result<void> Vault::visit_label_records(
    LabelRecordKind kind,
    const std::function<Result<void>(const Label&, LabelRecord&&)>& visit) {
  for (const HeldLabel& label : held_) {
    for (LabelRecord& record : TRY(read_label_records(barrier_, label, kind))) {
      TRY(visit(label.key.label, std::move(record)));
    }
  }
  return {};
}

Result<void> Vault::require_owner() const {
  if (user_.owner) return {};
  return fail(ErrorCode::kNotFound, "only the owner of the vault may do this",
              "ask the vault's owner");
}

Result<std::vector<User>> Vault::list_users() {
  TRY(require_owner());
  return directory_.users();
}

Result<void> Vault::add_user(std::string_view name, const Passphrase& passphrase) {
  TRY(require_owner());
  const std::string normal = TRY(normalise_user_name(name));
  for (const User& other : TRY(directory_.users())) {
    if (other.name != normal) continue;
    return fail(ErrorCode::kUsage, "a user of this name exists already",
                "choose another name", normal);
  }
  KeyPair pair = make_key_pair();
  User user{};
  random_bytes(user.id);
  user.name = normal;
  user.public_key = pair.public_key;
  user.created = now_utc();
  // The slot first: without the record it opens nothing.
  TRY(add_slot(folder_, header_, normal, passphrase,
               {slot_.root_key.clone(), user.id, std::move(pair.private_key)}));
  return directory_.add_user(user);
}

Result<void> Vault::grant(std::string_view user_name, const Clearance& clearance) {
  TRY(require_owner());
  const User user = TRY(directory_.user_named(TRY(normalise_user_name(user_name))));
  TRY(unlock_labels());  // a label that was left out would stay closed to the user
  return directory_.grant(user, clearance, held_);
}

}  // namespace tangthu::vault
