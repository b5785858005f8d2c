#include "cli/request_words.h"

#include "base/clock.h"
#include "cli/message.h"
#include "cli/user_words.h"
#include "vault/station.h"

namespace tangthu::cli {
namespace {

std::string name_of(const UserNames& names, const vault::UserId& id) {
  const auto at = names.find(id);
  return at == names.end() ? std::string("?") : at->second;
}

struct Describe {
  Json& json;
  const UserNames& names;

  void operator()(const vault::GrantAction& action) const {
    json["user"] = name_of(names, action.user);
    json.update(clearance_json(action.clearance));
    json["what"] = clearance_words(action.clearance);
  }
  void operator()(const vault::RolesAction& action) const {
    json["user"] = name_of(names, action.user);
    json["roles"] = roles_json(action.roles);
    json["what"] = roles_words(action.roles);
  }
  void operator()(const vault::ClassifyAction& action) const {
    json["id"] = action.document.to_string();
    json["level"] = level_code(action.to.level);
    json["compartments"] = action.to.compartments;
    json["new_key"] = action.key == vault::PayloadKey::kRenewed;
    json["what"] = action.to.to_string();
  }
  void operator()(const vault::DestroyAction& action) const {
    Json ids = Json::array();
    for (const DocumentId& id : action.documents)
      ids.push_back(id.to_string());
    json["decision"] = action.decision;
    json["what"] =
        action.decision + ", " + std::to_string(ids.size()) + " " + tr("documents");
    json["ids"] = std::move(ids);
  }
  void operator()(const vault::RecordAction& action) const {
    json["id"] = action.document.to_string();
    const auto act = json_from_cbor(action.act);
    if (!act || !act->is_object()) return;
    json["act"] = *act;
    std::string& what = json["what"].get_ref<std::string&>();
    for (const char* key : {"until", "decision", "decided", "authority"}) {
      const std::string value = act->value(key, "");
      if (!value.empty()) what += (what.empty() ? "" : ", ") + value;
    }
  }
  void operator()(const vault::StationAction& action) const {
    json["station"] = action.name;
    json["fingerprint"] = vault::fingerprint(action.key);
    json["what"] = json["fingerprint"];
  }
};

}  // namespace

Json request_json(const vault::Request& request, const UserNames& names) {
  Json officers = Json::array();
  for (const vault::Approval& approval : request.approvals)
    officers.push_back(name_of(names, approval.officer));
  Json json = {{"request", vault::request_text(request.id)},
               {"action", vault::action_name(request.action)},
               {"proposer", name_of(names, request.proposer)},
               {"created", format_utc(request.created)},
               {"expires", format_utc(request.expires)},
               {"approvals", officers.size()},
               {"officers", std::move(officers)},
               {"what", ""}};
  std::visit(Describe{json, names}, request.action);
  return json;
}

std::string request_words(const Json& request) {
  std::string out = request.value("request", "") + "  " + request.value("action", "");
  for (const char* subject : {"user", "id", "station"}) {
    if (request.contains(subject)) out += " " + request.value(subject, "");
  }
  out += " " + request.value("what", "") + "  " + tr("proposed by ") +
         request.value("proposer", "") + ", " + tr("signed: ");
  out += std::to_string(request["approvals"].get<int>()) + "/" +
         std::to_string(vault::kOfficersNeeded);
  for (const Json& officer : request["officers"])
    out += " " + officer.get<std::string>();
  return out + ", " + tr("it lapses ") + request.value("expires", "");
}

}  // namespace tangthu::cli
