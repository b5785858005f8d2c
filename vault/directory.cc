#include "vault/directory.h"

#include <algorithm>

#include "base/id.h"
#include "base/quarantine.h"
#include "base/unicode.h"
#include "vault/damage.h"
#include "vault/shred_layer.h"
#include "vault/user_records.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMaxUserName = 64;
constexpr std::size_t kMaxClearances = 1000;
constexpr std::string_view kUserPrefix = "user/";
constexpr std::string_view kLoginPrefix = "login/";
constexpr std::string_view kLabelPrefix = "label/";
constexpr std::string_view kGrantPrefix = "grant/";
constexpr std::string_view kRecoveryPrefix = "recovery/";
constexpr std::string_view kAuditPrefix = "audit/";
constexpr std::string_view kPuncturePrefix = "puncture/";

std::string key_of(std::string_view prefix, ByteView name) {
  return std::string(prefix) + std::string(as_text(name));
}

// Big-endian, so that epochs are in order.
std::string epoch_text(std::uint32_t epoch) {
  std::string out;
  append_big_endian(out, epoch);
  return out;
}

Hash16 random_id() {
  Hash16 id;
  random_bytes(id);
  return id;
}

Failure no_such_user() {
  return fail(ErrorCode::kNotFound, "there is no such user",
              "see 'tangthu user list' for the names");
}

using LoginSecret = SecretOf<struct LoginSecretRole, 64>;

}  // namespace

bool User::cleared_for(const Label& label) const {
  return !disabled && std::any_of(clearances.begin(), clearances.end(),
                                  [&](const Clearance& clearance) {
                                    return clearance.dominates(label);
                                  });
}

Result<std::string> normalise_user_name(std::string_view name) {
  std::string normal = to_lower(name);
  const std::u32string points = to_code_points(normal);
  const bool valid =
      !normal.empty() && normal.size() <= kMaxUserName &&
      std::all_of(points.begin(), points.end(), [](char32_t c) {
        return is_letter(c) || is_digit(c) || c == U'.' || c == U'-' || c == U'_';
      });
  if (!valid) {
    return fail(ErrorCode::kUsage, "unusable user name",
                "use 1 to 64 bytes of letters, digits, '.', '-' and '_'",
                std::string(name.substr(0, kMaxUserName)));
  }
  return normal;
}

void HeldLabels::add(HeldLabel label) {
  std::pair key(label.key.label, label.key.epoch);
  held_.insert_or_assign(std::move(key), std::move(label));
}

const HeldLabel* HeldLabels::find(const Label& label, std::uint32_t epoch) const {
  const auto at = held_.find({label, epoch});
  return at == held_.end() ? nullptr : &at->second;
}

std::vector<Label> HeldLabels::labels() const {
  std::vector<Label> out;
  for (const auto& [key, held] : held_) {
    if (out.empty() || out.back() != key.first) out.push_back(key.first);
  }
  return out;
}

Directory::Directory(Barrier& barrier, SystemRecords& records, const ShredTree& shred,
                     const VaultHeader& header)
    : barrier_(barrier),
      records_(records),
      shred_(shred),
      header_(header),
      system_(barrier.blind("system")) {}

Result<void> Directory::write(const Batch& batch) {
  auto written = records_.commit(batch);
  ++changes_;
  TRY(std::move(written));
  return barrier_.store().sync();
}

Record Directory::user_record(const User& user) const {
  return barrier_.sealed(system_, key_of(kUserPrefix, user.id), encode_user(user));
}

// Rights that were taken back stay so, whatever an older copy of the store says.
Result<User> Directory::read_user(ByteView record) const {
  User user = TRY(decode_user(record));
  if (!shred_.holds(user.grants_id)) user.clearances.clear();
  if (!shred_.holds(user.login_id)) user.disabled = true;
  return user;
}

Result<std::vector<User>> Directory::users() {
  std::vector<User> out;
  for (const Record& record : TRY(barrier_.scan(system_, kUserPrefix)))
    out.push_back(TRY(read_user(record.value)));
  std::sort(out.begin(), out.end(),
            [](const User& a, const User& b) { return a.name < b.name; });
  return out;
}

Result<User> Directory::user(const UserId& id) {
  const auto record = TRY(barrier_.get(system_, key_of(kUserPrefix, id)));
  if (!record) return no_such_user();
  return read_user(*record);
}

Result<User> Directory::user_named(std::string_view name) {
  for (User& user : TRY(users())) {
    if (user.name == name) return std::move(user);
  }
  return no_such_user();
}

Result<Record> Directory::login_record(const User& user, const UserKeys& keys,
                                       const LoginKey& login_key) const {
  LoginSecret secret;
  const auto bytes = secret.reveal_writable();
  std::copy_n(keys.private_key.reveal().begin(), 32, bytes.begin());
  // The first half of an Ed25519 private key is its seed (RFC 8032).
  std::copy_n(keys.signing_key.reveal().begin(), 32, bytes.begin() + 32);
  const Bytes sealed =
      xseal(login_key.reveal(), secret.reveal(), login_context(user.id, user.login_id));
  ByteWriter value;
  value.raw(user.id);
  value.raw(user.login_id);
  value.raw(TRY(seal_shred_layer(shred_, user.login_id, ShredPurpose::kLogin, sealed)));
  return barrier_.sealed(system_, key_of(kLoginPrefix, user.login_tag), value.view());
}

Result<void> Directory::require_free(const std::string& name) {
  const auto present = user_named(name);
  if (present) {
    return fail(ErrorCode::kUsage, "a user of this name exists already",
                "choose another name", name);
  }
  if (present.error().code() != ErrorCode::kNotFound) return Failure(present.error());
  return {};
}

Result<User> Directory::add_user(std::string_view name, const PassphraseKeys& passphrase,
                                 const Roles& roles) {
  User user{};
  user.name = TRY(normalise_user_name(name));
  user.roles = roles;
  TRY(require_free(user.name));
  KeyPair pair = make_key_pair();
  SecretOf<struct SigningSeedRole> seed;
  random_bytes(seed.reveal_writable());
  const UserKeys keys{std::move(pair.private_key), signing_key_from_seed(seed.reveal())};
  user.id = random_id();
  user.public_key = pair.public_key;
  user.verify_key = verify_key_of(keys.signing_key);
  user.created = now_utc();
  user.grants_id = random_id();
  user.login_id = random_id();
  user.login_tag = passphrase.login_tag;
  user.slot_tag = passphrase.slot_tag;
  Batch batch;
  batch.puts.push_back(user_record(user));
  batch.puts.push_back(TRY(login_record(user, keys, passphrase.login_key)));
  TRY(write(batch));
  return user;
}

Result<std::pair<User, UserKeys>> Directory::log_in(const PassphraseKeys& passphrase) {
  const auto record =
      TRY(barrier_.get(system_, key_of(kLoginPrefix, passphrase.login_tag)));
  if (!record) return wrong_login();
  ByteReader in(*record);
  const UserId id = in.fixed<16>();
  const ShredId login_id = in.fixed<16>();
  const ByteView layer = in.raw(in.remaining());
  if (in.failed()) return damaged_record();
  const auto sealed = open_shred_layer(shred_, login_id, ShredPurpose::kLogin, layer);
  if (!sealed && sealed.error().code() == ErrorCode::kNotFound) return wrong_login();
  if (!sealed) return Failure(sealed.error());
  LoginSecret secret;
  if (!xopen_into(passphrase.login_key.reveal(), *sealed, login_context(id, login_id),
                  secret.reveal_writable())) {
    return damaged_record();
  }
  auto found = user(id);
  if (!found && found.error().code() != ErrorCode::kNotFound)
    return Failure(found.error());
  if (!found || found->disabled || found->login_id != login_id) return wrong_login();
  UserKeys keys{PrivateKey::copy_of(secret.reveal().first<32>()),
                signing_key_from_seed(secret.reveal().last<32>())};
  if (public_key_of(keys.private_key) != found->public_key ||
      verify_key_of(keys.signing_key) != found->verify_key) {
    return damaged_record();
  }
  return std::pair(std::move(*found), std::move(keys));
}

Result<void> Directory::change_passphrase(const User& user, const UserKeys& keys,
                                          const PassphraseKeys& passphrase) {
  User changed = user;
  changed.login_id = random_id();
  changed.login_tag = passphrase.login_tag;
  changed.slot_tag = passphrase.slot_tag;
  Batch batch;
  batch.deletes.push_back(key_of(kLoginPrefix, user.login_tag));
  batch.puts.push_back(user_record(changed));
  batch.puts.push_back(TRY(login_record(changed, keys, passphrase.login_key)));
  batch.puts.push_back(puncture_record(user.login_id));
  return write(batch);
}

Result<void> Directory::set_roles(const User& user, const Roles& roles) {
  User changed = user;
  changed.roles = roles;
  Batch batch;
  batch.puts.push_back(user_record(changed));
  if (!roles.has(Role::kAuditor)) batch.deletes.push_back(key_of(kAuditPrefix, user.id));
  return write(batch);
}

// Labels.

Result<std::vector<Directory::LabelEpochs>> Directory::label_epochs() {
  std::vector<LabelEpochs> out;
  for (const Record& record : TRY(barrier_.scan(system_, kLabelPrefix))) {
    auto [label, keys] = TRY(decode_label(record.value));
    out.push_back({std::move(label), std::move(keys)});
  }
  return out;
}

Result<std::optional<Directory::LabelEpochs>> Directory::label_epochs(
    const Label& label) {
  const auto record =
      TRY(barrier_.get(system_, barrier_.blind_key(kLabelPrefix, label.encode())));
  if (!record) return std::optional<LabelEpochs>();
  auto [stored, keys] = TRY(decode_label(*record));
  return std::optional<LabelEpochs>({std::move(stored), std::move(keys)});
}

Result<std::vector<LabelKey>> Directory::labels() {
  std::vector<LabelKey> out;
  for (LabelEpochs& each : TRY(label_epochs())) {
    const auto& [epoch, key] = *each.keys.rbegin();
    out.push_back({std::move(each.label), epoch, key});
  }
  return out;
}

Result<std::vector<LabelKey>> Directory::all_label_keys() {
  std::vector<LabelKey> out;
  for (const LabelEpochs& each : TRY(label_epochs())) {
    for (const auto& [epoch, key] : each.keys)
      out.push_back({each.label, epoch, key});
  }
  return out;
}

Result<LabelKey> Directory::label_key(const Label& label, std::uint32_t epoch) {
  const auto epochs = TRY(label_epochs(label));
  if (epochs) {
    const auto at = epochs->keys.find(epoch);
    if (at != epochs->keys.end()) return LabelKey{label, epoch, at->second};
  }
  return fail(ErrorCode::kNotFound, "the vault has no such label key",
              "fetch the station's kit again", label.to_string());
}

std::string Directory::grant_key(const LabelKey& label, const UserId& user) const {
  return barrier_.blind_key(kGrantPrefix, label.label.encode()) +
         epoch_text(label.epoch) + std::string(as_text(user));
}

Result<Record> Directory::grant_record(const LabelKey& label,
                                       const PrivateKey& private_key,
                                       const User& user) const {
  const Bytes wrapped =
      wrap_secret(user.public_key, private_key.reveal(), grant_context(label, user.id));
  return barrier_.sealed(
      system_, grant_key(label, user.id),
      TRY(seal_shred_layer(shred_, user.grants_id, ShredPurpose::kGrant, wrapped)));
}

Result<LabelKey> Directory::add_epoch(Batch& batch, LabelEpochs epochs,
                                      const std::vector<User>& readers) const {
  const KeyPair pair = make_key_pair();
  const std::uint32_t epoch = epochs.keys.empty() ? 1 : epochs.keys.rbegin()->first + 1;
  epochs.keys[epoch] = pair.public_key;
  const LabelKey made{epochs.label, epoch, pair.public_key};
  const std::string key = barrier_.blind_key(kLabelPrefix, epochs.label.encode());
  batch.puts.push_back(
      barrier_.sealed(system_, key, encode_label(epochs.label, epochs.keys)));
  for (const User& user : readers) {
    if (!user.cleared_for(epochs.label)) continue;
    batch.puts.push_back(TRY(grant_record(made, pair.private_key, user)));
  }
  if (header_.has_recovery()) {
    const std::string hash =
        barrier_.blind_key(kRecoveryPrefix, epochs.label.encode()) + epoch_text(epoch);
    batch.puts.push_back(
        barrier_.sealed(system_, hash,
                        wrap_secret(header_.recovery_key, pair.private_key.reveal(),
                                    recovery_context(made))));
  }
  return made;
}

Result<LabelKey> Directory::label_for_writing(const Label& label) {
  TRY(label.check());
  if (const auto epochs = TRY(label_epochs(label))) {
    const auto& [epoch, key] = *epochs->keys.rbegin();
    return LabelKey{label, epoch, key};
  }
  const std::vector<User> everybody = TRY(users());
  // What waits in quarantine waits for officers: the quorum alone would find it never.
  const bool readable =
      (header_.has_recovery() && !in_quarantine(label)) ||
      std::any_of(everybody.begin(), everybody.end(),
                  [&](const User& user) { return user.cleared_for(label); });
  if (!readable) {
    return fail(ErrorCode::kUsage, "nobody is cleared for this level and compartments",
                "grant somebody the clearance first: 'tangthu grant'", label.to_string());
  }
  Batch batch;
  batch.conditions.push_back(
      {barrier_.blind_key(kLabelPrefix, label.encode()), Condition::Kind::kAbsent, {}});
  const LabelKey made = TRY(add_epoch(batch, {label, {}}, everybody));
  TRY(write(batch));
  return made;
}

Result<HeldLabels> Directory::unlock_labels(const User& user, const PrivateKey& key) {
  HeldLabels held;
  for (LabelKey& label : TRY(all_label_keys())) {
    const auto record = TRY(barrier_.get(system_, grant_key(label, user.id)));
    if (!record) continue;
    const auto wrapped =
        open_shred_layer(shred_, user.grants_id, ShredPurpose::kGrant, *record);
    if (!wrapped && wrapped.error().code() == ErrorCode::kNotFound) continue;
    if (!wrapped) return Failure(wrapped.error());
    HeldLabel out{std::move(label), PrivateKey()};
    TRY(unwrap_secret(key, user.public_key, *wrapped, grant_context(out.key, user.id),
                      out.private_key.reveal_writable()));
    held.add(std::move(out));
  }
  return held;
}

Result<HeldLabels> Directory::unlock_for_recovery(const PrivateKey& recovery) {
  HeldLabels held;
  for (LabelKey& label : TRY(all_label_keys())) {
    const std::string key = barrier_.blind_key(kRecoveryPrefix, label.label.encode()) +
                            epoch_text(label.epoch);
    const auto wrapped = TRY(barrier_.get(system_, key));
    if (!wrapped) continue;
    HeldLabel out{std::move(label), PrivateKey()};
    TRY(unwrap_secret(recovery, header_.recovery_key, *wrapped, recovery_context(out.key),
                      out.private_key.reveal_writable()));
    held.add(std::move(out));
  }
  return held;
}

// Rights.

Result<void> Directory::grant(const User& user, const Clearance& clearance,
                              const HeldLabels& held) {
  // What can't be read back would lock everybody out.
  const Label upper{clearance.level, clearance.compartments};
  TRY(upper.check());
  User changed = user;
  if (changed.clearances.size() >= kMaxClearances) {
    return fail(ErrorCode::kUsage, "the user has as many clearances as fit",
                "revoke some of them first", user.name);
  }
  changed.clearances.push_back(clearance);
  // After a revocation in an older copy of the store the old id may be dead.
  if (!shred_.holds(changed.grants_id)) changed.grants_id = random_id();
  Batch batch;
  batch.puts.push_back(user_record(changed));
  for (const LabelKey& label : TRY(all_label_keys())) {
    if (!clearance.dominates(label.label)) continue;
    const HeldLabel* key = held.find(label.label, label.epoch);
    if (key == nullptr) {
      return fail(ErrorCode::kNotFound,
                  "you are not cleared for all that you would grant",
                  "ask an officer who is", user.name);
    }
    batch.puts.push_back(TRY(grant_record(label, key->private_key, changed)));
  }
  return write(batch);
}

Result<void> Directory::move_grant(Batch& batch, const Record& record,
                                   const User& old_user, const User& new_user) const {
  const auto wrapped =
      open_shred_layer(shred_, old_user.grants_id, ShredPurpose::kGrant, record.value);
  if (!wrapped && wrapped.error().code() == ErrorCode::kNotFound) return {};
  if (!wrapped) return Failure(wrapped.error());
  batch.puts.push_back(barrier_.sealed(
      system_, record.key,
      TRY(seal_shred_layer(shred_, new_user.grants_id, ShredPurpose::kGrant, *wrapped))));
  return {};
}

Result<void> Directory::move_grants(Batch& batch, const User& old_user,
                                    const User& new_user) {
  for (const LabelKey& label : TRY(all_label_keys())) {
    const std::string key = grant_key(label, new_user.id);
    auto record = TRY(barrier_.get(system_, key));
    if (!record) continue;
    if (new_user.cleared_for(label.label)) {
      TRY(move_grant(batch, {key, std::move(*record)}, old_user, new_user));
    } else {
      batch.deletes.push_back(key);
    }
  }
  const std::string audit = key_of(kAuditPrefix, new_user.id);
  if (auto record = TRY(barrier_.get(system_, audit))) {
    TRY(move_grant(batch, {audit, std::move(*record)}, old_user, new_user));
  }
  return {};
}

Result<void> Directory::revoke(const User& user, std::vector<Clearance> rest) {
  User changed = user;
  changed.clearances = std::move(rest);
  changed.grants_id = random_id();
  Batch batch;
  batch.puts.push_back(user_record(changed));
  TRY(move_grants(batch, user, changed));
  std::vector<User> readers = TRY(users());
  std::replace_if(
      readers.begin(), readers.end(),
      [&](const User& each) { return each.id == user.id; }, changed);
  for (LabelEpochs& epochs : TRY(label_epochs())) {
    if (!user.cleared_for(epochs.label) || changed.cleared_for(epochs.label)) continue;
    TRY(add_epoch(batch, std::move(epochs), readers));
  }
  batch.puts.push_back(puncture_record(user.grants_id));
  return write(batch);
}

Result<void> Directory::disable(const User& user) {
  if (!user.clearances.empty()) TRY(revoke(user, {}));
  User changed = TRY(this->user(user.id));
  changed.disabled = true;
  Batch batch;
  batch.puts.push_back(user_record(changed));
  batch.deletes.push_back(key_of(kLoginPrefix, changed.login_tag));
  batch.deletes.push_back(key_of(kAuditPrefix, changed.id));
  batch.puts.push_back(puncture_record(changed.login_id));
  return write(batch);
}

Result<void> Directory::grant_audit(const User& user, const PrivateKey& audit_key) {
  const Bytes wrapped =
      wrap_secret(user.public_key, audit_key.reveal(), audit_grant_context(user.id));
  Batch batch;
  batch.puts.push_back(barrier_.sealed(
      system_, key_of(kAuditPrefix, user.id),
      TRY(seal_shred_layer(shred_, user.grants_id, ShredPurpose::kGrant, wrapped))));
  return write(batch);
}

Result<void> Directory::grant_audit_to_auditors(const PrivateKey& audit_key) {
  for (const User& user : TRY(users())) {
    if (user.disabled || !user.roles.has(Role::kAuditor)) continue;
    if (TRY(barrier_.get(system_, key_of(kAuditPrefix, user.id)))) continue;
    TRY(grant_audit(user, audit_key));
  }
  return {};
}

Result<std::optional<PrivateKey>> Directory::unlock_audit(const User& user,
                                                          const PrivateKey& key) {
  const auto record = TRY(barrier_.get(system_, key_of(kAuditPrefix, user.id)));
  if (!record) return std::optional<PrivateKey>();
  const auto wrapped =
      open_shred_layer(shred_, user.grants_id, ShredPurpose::kGrant, *record);
  if (!wrapped && wrapped.error().code() == ErrorCode::kNotFound) {
    return std::optional<PrivateKey>();
  }
  if (!wrapped) return Failure(wrapped.error());
  PrivateKey out;
  TRY(unwrap_secret(key, user.public_key, *wrapped, audit_grant_context(user.id),
                    out.reveal_writable()));
  return std::optional<PrivateKey>(std::move(out));
}

// Puncturing.

Record Directory::puncture_record(const ShredId& id) const {
  return barrier_.sealed(system_, key_of(kPuncturePrefix, id), id);
}

Result<std::vector<ShredId>> Directory::to_puncture() {
  std::vector<ShredId> out;
  for (const Record& record : TRY(barrier_.scan(system_, kPuncturePrefix))) {
    ByteReader in(record.value);
    out.push_back(in.fixed<16>());
    if (!in.complete()) return damaged_record();
  }
  return out;
}

Result<void> Directory::punctured(const ShredId& id) {
  Batch batch;
  batch.deletes.push_back(key_of(kPuncturePrefix, id));
  return write(batch);
}

}  // namespace tangthu::vault
