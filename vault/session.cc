#include "vault/session.h"

#include <algorithm>
#include <set>

#include "vault/reading_grant.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kRequestPrefix = "request/";

std::string request_key(const RequestId& id) {
  return std::string(kRequestPrefix) + std::string(as_text(id));
}

Failure no_such_request() {
  return fail(ErrorCode::kNotFound, "there is no such request, or it has lapsed",
              "'tangthu approve' without an id lists the open ones");
}

}  // namespace

Session::Session(Vault& vault, User user, UserKeys keys,
                 std::optional<PrivateKey> audit_key)
    : vault_(vault),
      user_(std::move(user)),
      keys_(std::move(keys)),
      audit_key_(std::move(audit_key)),
      rights_(vault.rights()) {}

std::unique_ptr<Session> Session::beside() const {
  UserKeys keys{keys_.private_key.clone(), keys_.signing_key.clone()};
  auto out = std::make_unique<Session>(vault_, user_, std::move(keys), std::nullopt);
  out->rights_ = rights_;
  return out;
}

Result<void> Session::require_live() const {
  if (vault_.rights() == rights_) return {};
  return fail(ErrorCode::kAuthentication, "somebody's rights were taken back meanwhile",
              "log in again");
}

Result<void> Session::require(Duty duty) const {
  TRY(require_live());
  return vault::require(user_.roles, duty);
}

// Reading.

Result<Look> Session::look(std::string_view event, Json details) {
  TRY(require(Duty::kRead));
  return Look(TRY(vault_.journal().note(event, user_.name, std::move(details))).index);
}

Result<DocumentReader> Session::open_document(const Look&, const DocumentId& id) {
  TRY(require_live());
  DocumentReader reader = TRY(open_by_any_right(id));
  const auto keys = TRY(held());
  if (vault_.access() != Access::kWrite ||
      keys->find(reader.label(), reader.envelope().label_epoch) == nullptr)
    return reader;
  const auto rewrapped = rewrap_if_old(reader);
  // It can wait: a full disk keeps nobody from reading.
  if (!rewrapped && rewrapped.error().code() != ErrorCode::kStorage) {
    return Failure(rewrapped.error());
  }
  return reader;
}

Result<DocumentReader> Session::open_by_any_right(const DocumentId& id) {
  auto reader = DocumentReader::open(vault_.documents(), *TRY(held()), id);
  if (reader || reader.error().code() != ErrorCode::kNotFound) return reader;
  return DocumentReader::open_granted(
      vault_.documents(), {user_.id, keys_.private_key, user_.public_key}, id, now_utc());
}

Result<void> Session::allow_reading(const DocumentId& id, std::string_view name,
                                    UnixSeconds until) {
  TRY(require(Duty::kSign));
  const User user = TRY(vault_.directory().user_named(TRY(normalise_user_name(name))));
  TRY(vault::require(user.roles, Duty::kRead));
  const std::lock_guard lock(vault_.changes());
  const auto reader = TRY(DocumentReader::open(vault_.documents(), *TRY(held()), id));
  TRY(vault_.journal().note(
      "allow-reading", user_.name,
      {{"id", id.to_string()}, {"who", user.name}, {"until", format_utc(until)}}));
  Batch batch;
  batch.puts.push_back(
      TRY(seal_reading(vault_.documents(), reader, user.id, user.public_key, until)));
  return vault_.journal().commit_change(std::move(batch));
}

Result<void> Session::end_reading(const DocumentId& id, std::string_view name) {
  TRY(require(Duty::kSign));
  const User user = TRY(vault_.directory().user_named(TRY(normalise_user_name(name))));
  const std::lock_guard lock(vault_.changes());
  TRY(vault_.journal().note("end-reading", user_.name,
                            {{"id", id.to_string()}, {"who", user.name}}));
  Batch batch;
  batch.deletes.push_back(reading_key(vault_.barrier(), id, user.id));
  return vault_.journal().commit_change(std::move(batch));
}

Result<void> Session::rewrap_if_old(const DocumentReader& reader) {
  const LabelKey newest = TRY(newest_key(reader.label()));
  if (newest.epoch == reader.envelope().label_epoch) return {};
  const std::lock_guard lock(vault_.changes());
  TRY(rewrap(vault_.documents(), *TRY(held()), reader.id(), newest));
  return vault_.journal().commit_change();
}

Result<std::size_t> Session::visit_label_records(
    const Look& look, LabelRecordKind kind,
    const std::function<Result<void>(const Label&, LabelRecord&&)>& visit) {
  using Found = std::pair<Label, LabelRecord>;
  return visit_label_records(
      look, kind,
      [](const Label& label, LabelRecord&& record) -> Result<std::any> {
        return std::any(Found(label, std::move(record)));
      },
      [&visit](std::any&& read) {
        auto& [label, record] = *std::any_cast<Found>(&read);
        return visit(label, std::move(record));
      });
}

Result<std::size_t> Session::visit_label_records(
    const Look&, LabelRecordKind kind,
    const std::function<Result<std::any>(const Label&, LabelRecord&&)>& read,
    const VisitRead& visit) {
  TRY(require_live());
  std::size_t damaged = 0;
  const auto keys = TRY(held());
  for (const Label& label : keys->labels()) {
    damaged += TRY(vault::visit_label_records(
        vault_.documents(), *keys, label, kind,
        [&](LabelRecord&& record) { return read(label, std::move(record)); }, visit));
  }
  return damaged;
}

Result<std::shared_ptr<const HeldLabels>> Session::held() {
  const std::lock_guard lock(unlocking_);
  const std::uint64_t now = vault_.directory().changes();
  if (now != unlocked_at_) {
    // The user's grants may lie under another id by now.
    const User user = TRY(vault_.directory().user(user_.id));
    held_ = std::make_shared<const HeldLabels>(
        TRY(vault_.directory().unlock_labels(user, keys_.private_key)));
    newest_.clear();
    unlocked_at_ = now;
  }
  return held_;
}

Result<LabelKey> Session::newest_key(const Label& label) {
  TRY(held());  // forgets what is of old
  {
    const std::lock_guard lock(unlocking_);
    if (const auto at = newest_.find(label); at != newest_.end()) return at->second;
  }
  const std::uint64_t before = vault_.directory().changes();
  LabelKey newest = TRY(vault_.directory().label_for_writing(label));
  const std::lock_guard lock(unlocking_);
  if (before == unlocked_at_) newest_.insert_or_assign(label, newest);
  return newest;
}

Result<std::vector<Label>> Session::readable_labels() {
  return TRY(held())->labels();
}

// Writing.

Result<DocumentWriter> Session::write_document(const Label& label) {
  TRY(require(Duty::kTakeIn));
  const LabelKey key = TRY(vault_.directory().label_for_writing(label));
  return DocumentWriter::begin(vault_.documents(), vault_.journal(), key,
                               keys_.signing_key, user_.name);
}

Result<void> Session::revise(const DocumentId& id, std::uint32_t version,
                             const Revision& revision, Json details) {
  TRY(require(Duty::kDescribe));
  const std::lock_guard lock(vault_.changes());
  TRY(DocumentReader::open(vault_.documents(), *TRY(held()), id));
  details["id"] = id.to_string();
  details["version"] = version + 1;
  TRY(vault_.journal().note("revise", user_.name, std::move(details)));
  return commit_revision(id, version, revision);
}

Result<void> Session::commit_revision(const DocumentId& id, std::uint32_t version,
                                      const Revision& revision) {
  const auto keys = TRY(held());
  const ChangingDocument document = TRY(open_to_change(vault_.documents(), *keys, id));
  const LabelKey newest =
      TRY(vault_.directory().label_for_writing(document.reader.label()));
  return vault_.journal().commit_change(
      TRY(vault::revise(vault_.documents(), *keys, document, version, newest, revision)));
}

Result<std::uint64_t> Session::rewrap_all(
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  TRY(require_live());
  const auto keys = TRY(held());
  std::vector<std::pair<DocumentId, Label>> old;
  for (const LabelKey& newest : TRY(vault_.directory().labels())) {
    const auto note_old = [&](LabelRecord&& record) -> Result<void> {
      if (record.label_epoch != newest.epoch)
        old.emplace_back(record.document, newest.label);
      return {};
    };
    for (const auto kind :
         {LabelRecordKind::kCatalogue, LabelRecordKind::kEntry, LabelRecordKind::kRow}) {
      TRY(vault::visit_label_records(vault_.documents(), *keys, newest.label, kind,
                                     note_old));
    }
  }
  const std::lock_guard lock(vault_.changes());
  TRY(vault_.journal().note("rewrap", user_.name, {{"documents", old.size()}}));
  std::uint64_t done = 0;
  for (const auto& [id, label] : old) {
    if (progress) progress(done++, old.size());
    TRY(rewrap(vault_.documents(), *keys, id,
               TRY(vault_.directory().label_for_writing(label))));
  }
  Batch indexes;
  for (const LabelKey& newest : TRY(vault_.directory().labels())) {
    if (keys->find(newest.label, newest.epoch) == nullptr) continue;
    auto rewrapped =
        TRY(rewrap_label_index(vault_.documents(), vault_.directory(), *keys, newest));
    if (rewrapped) append(indexes, std::move(*rewrapped));
  }
  TRY(vault_.journal().commit_change(std::move(indexes)));
  return old.size();
}

// Users.

Result<std::vector<User>> Session::list_users() {
  TRY(require(Duty::kManageUsers));
  return vault_.directory().users();
}

Result<User> Session::find_user(std::string_view name) {
  TRY(require_live());
  if (!allows(user_.roles, Duty::kManageUsers)) TRY(require(Duty::kPropose));
  return vault_.directory().user_named(TRY(normalise_user_name(name)));
}

Result<void> Session::add_user(std::string_view name, const Passphrase& passphrase) {
  TRY(require(Duty::kManageUsers));
  const std::string normal = TRY(normalise_user_name(name));
  const PassphraseKeys keys = derive_passphrase(vault_.header(), normal, passphrase);
  const std::lock_guard lock(vault_.changes());
  TRY(vault_.journal().note("user-add", user_.name, {{"who", normal}}));
  TRY(vault_.directory().require_free(normal));
  Roles roles;
  if (vault_.header().profile == Profile::kSingle) {
    // There is nobody to sign roles: a user of the single profile reads and takes in.
    roles = {Role::kArchivist, Role::kReader};
    // Before the user is there: after a crash the slot is replaced by the next attempt,
    // while a user without a slot would keep his name and never get in.
    TRY(add_slot(vault_.folder(), vault_.header().id, keys, vault_.root()));
  }
  TRY(vault_.directory().add_user(normal, keys, roles));
  return vault_.journal().commit_change();
}

Result<void> Session::change_passphrase(const Passphrase& passphrase) {
  TRY(require_live());
  const PassphraseKeys keys = derive_passphrase(vault_.header(), user_.name, passphrase);
  const std::lock_guard lock(vault_.changes());
  TRY(vault_.journal().note("passphrase", user_.name));
  if (vault_.header().profile == Profile::kSingle) {
    TRY(add_slot(vault_.folder(), vault_.header().id, keys, vault_.root()));
  }
  TRY(vault_.directory().change_passphrase(user_, keys_, keys));
  user_ = TRY(vault_.directory().user(user_.id));
  TRY(vault_.journal().commit_change());
  return vault_.puncture_noted();
}

Result<void> Session::enforce() {
  TRY(vault_.journal().commit_change());
  TRY(vault_.end_sessions());
  rights_ = vault_.rights();  // but not the one that took them back
  return vault_.puncture_noted();
}

Result<void> Session::disable_user(std::string_view name) {
  TRY(require(Duty::kManageUsers));
  const User user = TRY(vault_.directory().user_named(TRY(normalise_user_name(name))));
  const std::lock_guard lock(vault_.changes());
  TRY(vault_.journal().note("user-disable", user_.name, {{"who", user.name}}));
  TRY(vault_.directory().disable(user));
  return enforce();
}

Result<void> Session::revoke(std::string_view name,
                             const std::optional<Clearance>& clearance) {
  TRY(require(Duty::kManageUsers));
  const User user = TRY(vault_.directory().user_named(TRY(normalise_user_name(name))));
  std::vector<Clearance> rest;
  if (clearance) {
    std::copy_if(user.clearances.begin(), user.clearances.end(), std::back_inserter(rest),
                 [&](const Clearance& each) { return each != *clearance; });
  }
  if (rest.size() == user.clearances.size()) {
    return fail(ErrorCode::kNotFound, "the user does not have this clearance",
                "see 'tangthu user list'", user.name);
  }
  const std::lock_guard lock(vault_.changes());
  TRY(vault_.journal().note("revoke", user_.name, {{"who", user.name}}));
  TRY(vault_.directory().revoke(user, std::move(rest)));
  return enforce();
}

// Approvals.

namespace {

Json approval_json(const std::vector<User>& users, const Request& request) {
  Json out = Json::array();
  for (const Approval& approval : request.approvals) {
    for (const User& user : users) {
      if (user.id == approval.officer) out.push_back(user.name);
    }
  }
  return out;
}

Result<void> put_request(Vault& vault, const Request& request) {
  const PartitionName system = vault.barrier().blind("system");
  Batch batch;
  batch.puts.push_back(
      vault.barrier().sealed(system, request_key(request.id), encode_request(request)));
  return vault.journal().commit_change(std::move(batch));
}

Result<void> drop_request(Vault& vault, const RequestId& id) {
  Batch batch;
  batch.deletes.push_back(request_key(id));
  return vault.journal().commit_change(std::move(batch));
}

}  // namespace

Result<Outcome> Session::propose(const Action& action, const PreparedRevision* prepared) {
  const bool single = vault_.header().profile == Profile::kSingle;
  // Where nobody else signs, only who may sign alone may propose.
  TRY(require(single ? Duty::kSign : Duty::kPropose));
  TRY(check_action(action));
  const std::lock_guard lock(vault_.changes());
  if (single) {
    TRY(perform(action, user_.name, prepared));
    return Outcome{true, {}, 0, 0};
  }
  Request request{{}, user_.id, now_utc(), now_utc() + kRequestSeconds, action, {}};
  random_bytes(request.id);
  if (allows(user_.roles, Duty::kSign)) {
    request.approvals.push_back(
        vault::approve(vault_.header().id, request, user_.id, keys_.signing_key));
  }
  TRY(vault_.journal().note(
      "propose", user_.name,
      {{"what", action_name(action)}, {"request", request_text(request.id)}}));
  TRY(put_request(vault_, request));
  return Outcome{false, request.id, request.expires, request.approvals.size()};
}

Result<Outcome> Session::approve(const RequestId& id, const PreparedRevision* prepared) {
  TRY(require(Duty::kSign));
  const std::lock_guard lock(vault_.changes());
  const auto stored =
      TRY(vault_.barrier().get(vault_.barrier().blind("system"), request_key(id)));
  if (!stored) return no_such_request();
  Request request = TRY(decode_request(*stored));
  if (request.expires < now_utc()) {
    TRY(drop_request(vault_, id));
    return no_such_request();
  }
  TRY(check_action(request.action));
  const bool signed_before =
      std::any_of(request.approvals.begin(), request.approvals.end(),
                  [&](const Approval& each) { return each.officer == user_.id; });
  if (signed_before) {
    return fail(ErrorCode::kUsage, "you have signed this request already",
                "a second officer must sign it", request_text(id));
  }
  request.approvals.push_back(
      vault::approve(vault_.header().id, request, user_.id, keys_.signing_key));
  TRY(vault_.journal().note(
      "approve", user_.name,
      {{"what", action_name(request.action)}, {"request", request_text(id)}}));
  const std::size_t approvals =
      TRY(count_approvals(vault_.directory(), vault_.header().id, request));
  if (approvals < kOfficersNeeded) {
    TRY(put_request(vault_, request));
    return Outcome{false, id, request.expires, approvals};
  }
  const Json officers = approval_json(TRY(vault_.directory().users()), request);
  TRY(perform(request.action, officers.dump(), prepared));
  TRY(drop_request(vault_, id));
  return Outcome{true, id, request.expires, approvals};
}

Result<std::vector<Request>> Session::requests() {
  TRY(require_live());
  if (!allows(user_.roles, Duty::kSign)) TRY(require(Duty::kPropose));
  std::vector<Request> out;
  const PartitionName system = vault_.barrier().blind("system");
  for (const Record& record : TRY(vault_.barrier().scan(system, kRequestPrefix))) {
    Request request = TRY(decode_request(record.value));
    if (request.expires >= now_utc()) out.push_back(std::move(request));
  }
  return out;
}

Result<AuditRecord> Session::read_log(std::uint64_t index) {
  TRY(require(Duty::kReadLog));
  if (!audit_key_) {
    return fail(ErrorCode::kNotFound, "your role does not include this",
                "an auditor must log in once after you were made one");
  }
  return vault_.journal().trail().read(index, *audit_key_);
}

}  // namespace tangthu::vault
