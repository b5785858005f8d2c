#include "vault/vault.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/id.h"
#include "vault/backup.h"
#include "vault/damage.h"
#include "vault/durable_file.h"
#include "vault/label_index.h"
#include "vault/quarantine.h"
#include "vault/reserve.h"
#include "vault/restore.h"
#include "vault/session.h"

namespace tangthu::vault {
namespace {

constexpr const char* kStoreFolder = "store";

Result<void> make_folder(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(folder, error) && (!fs::is_directory(folder) || !fs::is_empty(folder))) {
    return fail(ErrorCode::kUsage, "the folder for the vault is not empty",
                "choose a new folder, or remove what is in it", folder.string());
  }
  fs::create_directories(folder / kStoreFolder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) {
    return fail(ErrorCode::kStorage, "the folder for the vault can't be made",
                "check the path and its permissions", folder.string());
  }
  return {};
}

VaultHeader make_header(const CreateOptions& options, const Keyring& keyring,
                        const PublicKey& audit_key) {
  VaultHeader header{};
  header.profile = options.profile;
  random_bytes(header.id);
  header.created = now_utc();
  header.verify_key = verify_key_of(keyring.signing_key);
  header.intake_key = public_key_of(keyring.intake_key);
  header.audit_key = audit_key;
  header.recovery_key = options.recovery_key;
  random_bytes(header.slot_salt);
  header.cost = options.cost;
  return header;
}

Result<void> add_founder(Directory& directory, const VaultHeader& header,
                         const PassphraseKeys& keys, const Founder& founder,
                         const PrivateKey& audit_key) {
  if (header.profile == Profile::kAgency) {
    TRY(check_separation(founder.roles));
    if (!founder.clearances.empty()) TRY(check_clearable(founder.roles, founder.name));
    TRY(check_quarantine(founder.roles, founder.clearances, founder.name));
  }
  TRY(directory.add_user(founder.name, keys));
  const std::string name = TRY(normalise_user_name(founder.name));
  TRY(directory.set_roles(TRY(directory.user_named(name)), founder.roles));
  for (const Clearance& clearance : founder.clearances) {
    TRY(directory.grant(TRY(directory.user_named(name)), clearance, HeldLabels()));
  }
  if (!founder.roles.has(Role::kAuditor)) return {};
  return directory.grant_audit(TRY(directory.user_named(name)), audit_key);
}

}  // namespace

Result<VaultHeader> Vault::create(const std::filesystem::path& folder,
                                  const CreateOptions& options, const RootKey& root,
                                  const std::vector<Founder>& founders) {
  for (const Founder& founder : founders)
    TRY(normalise_user_name(founder.name));
  TRY(make_folder(folder));
  const Keyring keyring = make_keyring();
  const KeyPair audit = make_key_pair();
  const VaultHeader header = make_header(options, keyring, audit.public_key);
  TRY(write_keyring(folder, root, header, keyring));
  const ShredTree shred = ShredTree::random();
  TRY(create_shred({folder, root, header.id}, shred));
  TRY(AuditLog::create(log_folder(folder)));
  TRY(RightsFile(folder).write(0));
  TRY(keep_reserve(folder));

  const auto log = TRY(AuditLog::open(log_folder(folder), AuditLog::Access::kAppend));
  const auto store = TRY(RocksStore::open(folder / kStoreFolder, Access::kWrite));
  Barrier barrier(*store, keyring.barrier_keys, keyring.blinding_key);
  SystemRecords records(barrier);
  Directory directory(barrier, records, shred, header);
  Journal journal(folder, *log, *store, records, header, keyring.signing_key, shred);
  Json names = Json::array();
  for (const Founder& founder : founders) {
    const std::string name = TRY(normalise_user_name(founder.name));
    const PassphraseKeys keys = derive_passphrase(header, name, founder.passphrase);
    TRY(add_founder(directory, header, keys, founder, audit.private_key));
    if (options.profile == Profile::kSingle) TRY(add_slot(folder, header.id, keys, root));
    names.push_back(name);
  }
  TRY(journal.note("init", "", {{"users", std::move(names)}}));
  TRY(journal.commit_change());
  TRY(journal.sign());
  // Last: what has no header is no vault.
  TRY(write_header(folder, header));
  return header;
}

Vault::Vault(std::filesystem::path folder, Access access, VaultHeader header,
             RootKey root, Keyring keyring, ShredTree shred,
             std::unique_ptr<RocksStore> store, std::unique_ptr<AuditLog> log)
    : folder_(std::move(folder)),
      access_(access),
      header_(header),
      root_(std::move(root)),
      keyring_(std::move(keyring)),
      shred_(std::move(shred)),
      store_(std::move(store)),
      log_(std::move(log)),
      barrier_(*store_, keyring_.barrier_keys, keyring_.blinding_key),
      records_(barrier_),
      directory_(barrier_, records_, shred_, header_),
      journal_(folder_, *log_, *store_, records_, header_, keyring_.signing_key, shred_),
      context_{barrier_, records_, shred_, header_, keyring_.signing_key},
      rights_(folder_) {}

Vault::~Vault() {
  // The log may end here, signed; a failure loses nothing that was promised. A log that
  // was refused is never signed.
  if (whole_) static_cast<void>(journal_.sign());
}

Result<std::unique_ptr<Vault>> Vault::open_parts(const std::filesystem::path& folder,
                                                 const VaultHeader& header, RootKey root,
                                                 Access access) {
  Keyring keyring = TRY(read_keyring(folder, root, header));
  auto store = TRY(RocksStore::open(folder / kStoreFolder, access));
  // Again: until the store was ours, another writer may have given the barrier a new key,
  // which must not be forgotten when we write the keyring.
  if (access == Access::kWrite) keyring = TRY(read_keyring(folder, root, header));
  auto log = TRY(AuditLog::open(log_folder(folder), AuditLog::Access::kAppend));
  ShredTree shred = TRY(read_shred({folder, root, header.id}, access == Access::kWrite
                                                                  ? ShredRepair::kSlots
                                                                  : ShredRepair::kNone));
  return std::unique_ptr<Vault>(new Vault(folder, access, header, std::move(root),
                                          std::move(keyring), std::move(shred),
                                          std::move(store), std::move(log)));
}

Result<std::unique_ptr<Vault>> Vault::unseal(const std::filesystem::path& folder,
                                             RootKey root, Access access) {
  const VaultHeader header = TRY(read_header(folder));
  if (TRY(read_restored(folder))) {
    return fail(ErrorCode::kSealedOrBusy, "the vault was restored but not finished",
                "finish it first: 'tangthu restore --finish'", folder.string());
  }
  const auto checkpoint = TRY(last_checkpoint(folder, header));
  auto vault = TRY(open_parts(folder, header, std::move(root), access));
  TRY(vault->journal_.check(checkpoint));
  TRY(vault->check_shred());
  vault->whole_ = true;
  if (access == Access::kWrite) {
    TRY(vault->settle_unfinished());
    // Links keep what was dropped on the disk.
    TRY(remove_backup_remains(folder));
    // Without room for it the vault can be read and closed, and takes nothing in.
    TRY(keep_reserve(folder));
  }
  return vault;
}

// The state must not lie before what the store has seen destroyed.
Result<void> Vault::check_shred() {
  if (shred_.punctures() >= journal_.punctures()) return {};
  // A writer beside us may have destroyed something between our two looks.
  shred_ = TRY(read_shred({folder_, root_, header_.id}, ShredRepair::kNone));
  if (shred_.punctures() >= journal_.punctures()) return {};
  return fail(ErrorCode::kCorrupt, "the shred state is older than the store",
              "an old copy was put in its place: put the newest back, or bring a shred "
              "slot in reach that is up to date",
              "shred");
}

Result<void> Vault::settle_one(const Intent& intent, Batch& versions) {
  const bool stands = TRY(settle(context_, intent));
  if (intent.kind == IntentKind::kDestroy)
    versions.deletes.push_back(records_.version_key(intent.id));
  if (intent.kind == IntentKind::kMove && stands)
    versions.puts.push_back(records_.version_record(intent.id, intent.version));
  if (intent.kind == IntentKind::kTakeIn && stands) {
    TRY(complete_receipt(context_, journal_, intent.id));
  } else {
    static constexpr const char* kWhat[] = {"", "abandoned", "classify-settled",
                                            "destroyed", "revise-settled"};
    TRY(journal_.note(kWhat[static_cast<std::size_t>(intent.kind)], "",
                      {{"id", intent.id.to_string()}}));
  }
  return {};
}

Result<void> Vault::settle_unfinished() {
  const std::vector<Intent> intents = TRY(read_intents(barrier_));
  // All at once, as they were to be destroyed: whoever looks while this is interrupted as
  // well sees all of a decision's documents or none.
  std::vector<ShredId> destroyed;
  for (const Intent& intent : intents) {
    if (intent.kind == IntentKind::kDestroy) destroyed.push_back(shred_id(intent.id));
  }
  if (!destroyed.empty()) TRY(puncture(destroyed));
  Batch versions;
  for (const Intent& intent : intents) {
    TRY(settle_one(intent, versions));
    versions.deletes.push_back(intent_key(barrier_, intent.id));
  }
  for (const LabelKey& key : TRY(directory_.labels()))
    append(versions, TRY(settle_label_index(context_, directory_, key.label)));
  if (!intents.empty() || !versions.puts.empty())
    TRY(journal_.commit_change(std::move(versions)));
  const bool rights_taken_back = !TRY(directory_.to_puncture()).empty();
  // Whoever did that may have been killed before he ended the readers' sessions.
  if (rights_taken_back || !destroyed.empty()) TRY(end_sessions());
  return puncture_noted();
}

Result<void> Vault::puncture(const std::vector<ShredId>& ids) {
  shred_ = TRY(puncture_everywhere({folder_, root_, header_.id}, ids));
  return {};
}

Result<std::vector<Hash16>> Vault::valid_slots() {
  std::vector<Hash16> out;
  for (const User& user : TRY(directory_.users())) {
    if (!user.disabled) out.push_back(user.slot_tag);
  }
  return out;
}

Result<void> Vault::puncture_noted() {
  const std::vector<ShredId> ids = TRY(directory_.to_puncture());
  if (ids.empty()) return {};
  if (header_.profile == Profile::kSingle) TRY(keep_slots(folder_, TRY(valid_slots())));
  TRY(puncture(ids));
  for (const ShredId& id : ids)
    TRY(directory_.punctured(id));
  return {};
}

std::uint64_t Vault::rights() const {
  const auto count = rights_.count();
  // What can't be read ends sessions too.
  return count ? *count : ~std::uint64_t{0};
}

Result<void> Vault::end_sessions() {
  return rights_.write(TRY(rights_.read()) + 1);
}

Result<std::unique_ptr<Session>> Vault::log_in(std::string_view user_name,
                                               const Passphrase& passphrase) {
  // A name that can't be one costs the same as one that is not there.
  const auto name = normalise_user_name(user_name);
  const std::string normal = name ? *name : std::string();
  return log_in(normal, derive_passphrase(header_, normal, passphrase));
}

Result<std::unique_ptr<Session>> Vault::log_in(std::string_view user_name,
                                               const PassphraseKeys& keys) {
  auto found = directory_.log_in(keys);
  if (!found) {
    if (found.error().code() == ErrorCode::kAuthentication) {
      TRY(journal_.note("login-failed", user_name));
    }
    return Failure(found.error());
  }
  auto& [user, user_keys] = *found;
  TRY(rights_.read());  // without it a session could not be ended
  TRY(journal_.note("login", user.name));
  auto audit_key = TRY(directory_.unlock_audit(user, user_keys.private_key));
  if (audit_key && access_ == Access::kWrite) {
    TRY(directory_.grant_audit_to_auditors(*audit_key));
  }
  auto session = std::make_unique<Session>(*this, std::move(user), std::move(user_keys),
                                           std::move(audit_key));
  TRY(session->held());  // damage is said at login, not at the first look
  return session;
}

Result<Receipt> Vault::take_in(
    const Submission& submission, const VerifyKey& station, std::string_view who,
    const std::function<Result<void>(const PieceSink&)>& fill) {
  const std::lock_guard lock(changes_);
  TRY(check_submission(directory_, header_, submission, station));
  if (!shred_.holds(shred_id(submission.document))) {
    return fail(ErrorCode::kBadInput, "the document was destroyed in this vault",
                "it can't be sent again", submission.document.to_string());
  }
  if (auto before = TRY(find_receipt(barrier_, submission.document))) {
    if (before->submission == submission.digest()) return std::move(*before);
    return fail(ErrorCode::kBadInput,
                "another submission was accepted under this document's id",
                "have the station make a new one", submission.document.to_string());
  }
  TRY(note_intent(
      barrier_,
      {IntentKind::kTakeIn, submission.document, submission.label, submission.label, 0},
      Durability::kBuffered));
  TRY(fill(store_sink(barrier_, submission.document)));
  return accept(context_, journal_, submission, who);
}

Result<void> Vault::begin_barrier_epoch() {
  const std::lock_guard lock(changes_);
  TRY(journal_.note("barrier-epoch", "", {{"epoch", keyring_.barrier_epoch() + 1}}));
  Keyring next = keyring_.clone();
  const std::uint32_t epoch = keyring_.barrier_epoch() + 1;
  random_bytes(next.barrier_keys[epoch].reveal_writable());
  TRY(write_keyring(folder_, root_, header_, next));
  // Only now: what is sealed under a key that is not on disk is lost.
  keyring_.barrier_keys.insert(next.barrier_keys.extract(epoch));
  return {};
}

Result<std::uint64_t> Vault::reseal_records(
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const std::lock_guard lock(changes_);
  const std::uint32_t epoch = keyring_.barrier_epoch();
  std::uint64_t resealed = 0;
  const auto partitions = TRY(store_->list());
  std::uint64_t done = 0;
  for (const PartitionName& partition : partitions) {
    if (progress) progress(done++, partitions.size());
    std::string after;
    while (true) {
      const auto page = TRY(store_->scan(partition, "", after, 256));
      for (const Record& record : page) {
        after = record.key;
        const auto sealed_in = Barrier::epoch_of(record.value);
        if (!sealed_in || *sealed_in == epoch) continue;
        Batch batch;
        batch.conditions.push_back({record.key, Condition::Kind::kEquals, record.value});
        batch.puts.push_back(
            barrier_.sealed(partition, record.key,
                            TRY(barrier_.open(partition, record.key, record.value))));
        const bool guarded = partition == barrier_.blind("system") &&
                             SystemRecords::is_guarded(record.key);
        if (guarded) {
          TRY(records_.commit(std::move(batch)));
        } else {
          TRY(store_->commit(partition, batch, Durability::kBuffered));
        }
        ++resealed;
      }
      if (page.size() < 256) break;
    }
  }
  TRY(journal_.note("barrier-resealed", "", {{"records", resealed}}));
  TRY(journal_.commit_change());
  // Only now: every value is under the new key, on disk.
  std::erase_if(keyring_.barrier_keys,
                [epoch](const auto& each) { return each.first != epoch; });
  TRY(write_keyring(folder_, root_, header_, keyring_));
  return resealed;
}

Result<OpenedVault> open_with_passphrase(const std::filesystem::path& folder,
                                         std::string_view user_name,
                                         const Passphrase& passphrase, Access access) {
  const VaultHeader header = TRY(read_header(folder));
  const auto name = normalise_user_name(user_name);
  const std::string normal = name ? *name : std::string();
  const PassphraseKeys keys = derive_passphrase(header, normal, passphrase);
  auto root = open_slot(folder, header.id, keys);
  if (!root) {
    if (root.error().code() == ErrorCode::kAuthentication) {
      TRY(note_without_key(folder, header, "login-failed", normal, {}));
    }
    return Failure(root.error());
  }
  OpenedVault out;
  out.vault = TRY(Vault::unseal(folder, std::move(*root), access));
  out.session = TRY(out.vault->log_in(normal, keys));
  return out;
}

}  // namespace tangthu::vault
