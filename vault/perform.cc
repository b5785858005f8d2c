// What an approved action does. Called with the vault's changes locked.
#include <algorithm>
#include <map>

#include "base/json.h"
#include "vault/damage.h"
#include "vault/envelope_change.h"
#include "vault/quarantine.h"
#include "vault/session.h"
#include "vault/station.h"

namespace tangthu::vault {

namespace {

Result<void> check_destroy(const DestroyAction& action) {
  if (action.decision.empty() || action.decision.size() > kMaxDecisionBytes) {
    return fail(ErrorCode::kUsage, "a destruction needs the number of its decision",
                "give it with --decision, at most 200 bytes");
  }
  if (action.documents.empty() || action.documents.size() > kMaxDestroyed) {
    return fail(ErrorCode::kUsage, "between 1 and 1,000 documents are destroyed at once",
                "split the list");
  }
  return {};
}

bool covers(const std::vector<Clearance>& held, const Clearance& wanted) {
  return std::any_of(held.begin(), held.end(), [&](const Clearance& each) {
    const bool compartments =
        each.all_compartments ||
        (!wanted.all_compartments &&
         std::includes(each.compartments.begin(), each.compartments.end(),
                       wanted.compartments.begin(), wanted.compartments.end()));
    return each.level >= wanted.level && compartments;
  });
}

// What the log says of an act.
Result<Json> act_json(const DocumentId& id, ByteView act) {
  auto json = json_from_cbor(act);
  if (!json || !json->is_object()) return damaged_record();
  (*json)["id"] = id.to_string();
  return std::move(*json);
}

}  // namespace

struct Performer {
  Session& session;
  const std::string& approved_by;
  const PreparedRevision* prepared;
  Vault& vault = session.vault_;

  Result<Noted> note(std::string_view event, Json details) const {
    details["approved_by"] = approved_by;
    return vault.journal().note(event, session.user_.name, std::move(details));
  }

  Result<void> operator()(const GrantAction& action) const {
    const User user = TRY(vault.directory().user(action.user));
    const Label upper{action.clearance.level, action.clearance.compartments};
    TRY(note("grant", {{"who", user.name},
                       {"clearance", upper.to_string()},
                       {"all_compartments", action.clearance.all_compartments}}));
    TRY(vault.directory().grant(user, action.clearance, *TRY(session.held())));
    return vault.journal().commit_change();
  }

  Result<void> operator()(const RolesAction& action) const {
    const User user = TRY(vault.directory().user(action.user));
    Json names = Json::array();
    for (const Role role : action.roles.list())
      names.push_back(role_code(role));
    TRY(note("roles", {{"who", user.name}, {"roles", std::move(names)}}));
    TRY(vault.directory().set_roles(user, action.roles));
    if (session.audit_key_) {
      TRY(vault.directory().grant_audit_to_auditors(*session.audit_key_));
    }
    // Whoever lost a role loses his session.
    TRY(session.enforce());
    session.user_ = TRY(vault.directory().user(session.user_.id));
    return {};
  }

  Result<void> operator()(const ClassifyAction& action) const {
    const LabelKey to = TRY(vault.directory().label_for_writing(action.to));
    const Envelope before = TRY(find_envelope(vault.documents(), action.document));
    if (before.label == action.to) return {};
    TRY(must_have_left_indexes({before}));
    if (!action.event.empty()) {
      // Its last signature came from elsewhere, just now.
      if (prepared == nullptr) return changed_meanwhile(action.document);
      TRY(note(action.event, TRY(act_json(action.document, action.act))));
      TRY(session.commit_revision(action.document, prepared->version,
                                  prepared->revision));
    }
    TRY(note("classify", {{"id", action.document.to_string()},
                          {"from", before.label.to_string()},
                          {"to", action.to.to_string()},
                          {"new_key", action.key == PayloadKey::kRenewed}}));
    Batch done = TRY(reclassify(vault.documents(), *TRY(session.held()), action.document,
                                to, action.key));
    // Whoever is not to go on with a key that he kept, not with an old index either.
    if (action.key == PayloadKey::kRenewed) append(done, TRY(leave_indexes({before})));
    TRY(vault.journal().commit_change(std::move(done)));
    return vault.puncture_noted();
  }

  Result<void> operator()(const DestroyAction& action) const {
    std::vector<Envelope> there;
    Json ids = Json::array();
    for (const DocumentId& id : action.documents) {
      there.push_back(TRY(find_envelope(vault.documents(), id)));
      ids.push_back(id.to_string());
    }
    TRY(must_have_left_indexes(there));
    TRY(note("destroy", {{"decision", action.decision}, {"ids", ids}}));
    std::vector<Intent> intents;
    std::vector<ShredId> leaves;
    for (const Envelope& each : there) {
      intents.push_back({IntentKind::kDestroy, each.id, each.label, each.label, 0});
      leaves.push_back(shred_id(each.id));
    }
    Batch indexes = TRY(leave_indexes(there));
    TRY(note_intents(vault.barrier(), intents, Durability::kBuffered));
    TRY(vault.journal().commit_change(std::move(indexes)));  // the intents are on disk
    TRY(vault.puncture(leaves));                             // now they are destroyed
    Batch done;
    for (const Envelope& each : there) {
      TRY(remove_document(vault.barrier(), each.id, each.label));
      done.deletes.push_back(intent_key(vault.barrier(), each.id));
      done.deletes.push_back(vault.records().version_key(each.id));
    }
    TRY(note("destroyed", {{"decision", action.decision}, {"ids", ids}}));
    TRY(vault.journal().commit_change(std::move(done)));
    // Readers that have the tree in memory end.
    TRY(session.enforce());
    return vault.store().compact();
  }

  Result<void> operator()(const RecordAction& action) const {
    // Its last signature came from elsewhere, just now.
    if (prepared == nullptr) return changed_meanwhile(action.document);
    TRY(note(action.event, TRY(act_json(action.document, action.act))));
    return session.commit_revision(action.document, prepared->version,
                                   prepared->revision);
  }

  Result<void> operator()(const StationAction& action) const {
    TRY(note("station-add",
             {{"station", action.name}, {"fingerprint", fingerprint(action.key)}}));
    return add_station(vault, action.name, action.key);
  }

 private:
  using ByLabel = std::map<Label, std::vector<DocumentId>>;
  static ByLabel by_label(const std::vector<Envelope>& documents) {
    ByLabel out;
    for (const Envelope& each : documents)
      out[each.label].push_back(each.id);
    return out;
  }

  // Before anything is noted: refused while a segment holds words of one of them.
  Result<void> must_have_left_indexes(const std::vector<Envelope>& documents) const {
    for (const auto& [label, ids] : by_label(documents))
      TRY(must_not_be_members(vault.documents(), label, ids));
    return {};
  }

  // And nothing of them is left in older copies.
  Result<Batch> leave_indexes(const std::vector<Envelope>& documents) const {
    Batch out;
    for (const auto& [label, ids] : by_label(documents))
      append(out,
             TRY(leave_label_index(vault.documents(), vault.directory(), label, ids)));
    return out;
  }
};

Result<void> Session::check_action(const Action& action) {
  if (const auto* destroy = std::get_if<DestroyAction>(&action)) {
    TRY(check_destroy(*destroy));
    for (const DocumentId& id : destroy->documents)
      TRY(DocumentReader::open(vault_.documents(), *TRY(held()), id));
  }
  if (const auto* classify = std::get_if<ClassifyAction>(&action)) {
    TRY(classify->to.check());
    TRY(decode_action(encode_action(action)));
    if (!classify->event.empty()) TRY(act_json(classify->document, classify->act));
    TRY(DocumentReader::open(vault_.documents(), *TRY(held()), classify->document));
  }
  if (const auto* record = std::get_if<RecordAction>(&action)) {
    TRY(decode_action(encode_action(action)));
    TRY(act_json(record->document, record->act));
    TRY(DocumentReader::open(vault_.documents(), *TRY(held()), record->document));
  }
  if (const auto* station = std::get_if<StationAction>(&action)) {
    if (!allows(user_.roles, Duty::kMaintain)) TRY(require(Duty::kSign));
    TRY(check_new_station(vault_.barrier(), station->name, station->key));
  }
  if (const auto* roles = std::get_if<RolesAction>(&action)) {
    const User user = TRY(vault_.directory().user(roles->user));
    if (vault_.header().profile == Profile::kAgency) {
      TRY(check_separation(roles->roles));
      if (!user.clearances.empty()) TRY(check_clearable(roles->roles, user.name));
      TRY(check_quarantine(roles->roles, user.clearances, user.name));
    }
  }
  if (const auto* grant = std::get_if<GrantAction>(&action)) {
    const Label upper{grant->clearance.level, grant->clearance.compartments};
    TRY(upper.check());
    const User user = TRY(vault_.directory().user(grant->user));
    // Nobody signs for more than he may see himself.
    if (allows(user_.roles, Duty::kSign) && !covers(user_.clearances, grant->clearance)) {
      return fail(ErrorCode::kNotFound,
                  "you are not cleared for all that you would grant",
                  "ask an officer who is", user.name);
    }
    if (vault_.header().profile == Profile::kAgency) {
      TRY(check_clearable(user.roles, user.name));
      TRY(check_quarantine(user.roles, {grant->clearance}, user.name));
    }
  }
  return {};
}

Result<void> Session::perform(const Action& action, const std::string& approved_by,
                              const PreparedRevision* prepared) {
  return std::visit(Performer{*this, approved_by, prepared}, action);
}

}  // namespace tangthu::vault
