#include "archive/cases/case_room.h"

#include <algorithm>
#include <set>

#include "archive/cases/offices.h"
#include "archive/index_work.h"
#include "archive/retrieve.h"
#include "archive/search.h"
#include "base/bytes.h"

namespace tangthu::archive {
namespace {

constexpr const char* kKind = "case";

Failure damaged(const DocumentId& id) {
  return fail(ErrorCode::kCorrupt, "an act of a case is not as it was signed",
              "compare with the audit log; 'tangthu verify' shows what is affected",
              id.to_string());
}

Bytes statement(const DocumentId& id, const Machine& machine, std::size_t number,
                const std::string& before, const CaseAct& act) {
  return to_cbor({{"case", id.to_string()},
                  {"machine", machine.name},
                  {"number", number},
                  {"before", before},
                  {"act", act_json(act)}});
}

std::string signature_of(const Json& act) {
  return act.value("signature", "");
}

// Appends it, signed by the session's user.
void append(vault::Session& session, const DocumentId& id, const Machine& machine,
            Json& acts, const CaseAct& act) {
  const std::string before = acts.empty() ? "" : signature_of(acts.back());
  const vault::Attestation said =
      session.attest(statement(id, machine, acts.size() + 1, before, act));
  Json json = act_json(act);
  json["user"] = to_hex(said.user);
  json["signature"] = to_hex(said.signature);
  acts.push_back(std::move(json));
}

Result<bool> holds(vault::Session& session, const DocumentId& id, const Machine& machine,
                   std::size_t number, const std::string& before, const Json& json,
                   const CaseAct& act) {
  vault::Attestation said;
  if (!from_hex(json.value("user", ""), said.user) ||
      !from_hex(json.value("signature", ""), said.signature))
    return false;
  return session.attested(said, statement(id, machine, number, before, act));
}

Result<StoredCase> open(vault::Session& session, Entry&& entry) {
  const Json& content = entry.content;
  const Machine* machine = find_machine(content.value("machine", ""));
  if (entry.kind() != kKind || machine == nullptr || !content.contains("acts") ||
      !content["acts"].is_array())
    return damaged(entry.id);
  Case walk{machine, entry.label.level, {}};
  std::string before;
  for (const Json& json : content["acts"]) {
    auto act = read_act(json);
    if (!act || !TRY(holds(session, entry.id, *machine, walk.acts.size() + 1, before,
                           json, *act)))
      return damaged(entry.id);
    before = signature_of(json);
    walk.acts.push_back(std::move(*act));
  }
  auto state = state_of(walk);
  if (!state) return damaged(entry.id);
  return StoredCase{std::move(entry), std::move(walk), std::move(*state)};
}

Result<Offices> offices_now(vault::Session& session, const vault::Look& look) {
  std::vector<Case> walks;
  for (const char* name : {"office", "delegation"}) {
    for (StoredCase& each : TRY(list_cases(session, look, find_machine(name))).cases)
      walks.push_back(std::move(each.walk));
  }
  return Offices(walks);
}

}  // namespace

Result<Actor> actor_of(vault::Session& session, const vault::Look& look,
                       const SecrecyRuleBook& rules) {
  Actor out{session.user().name, session.user().roles,
            session.vault().header().profile == vault::Profile::kSingle,
            [](const Machine&, Level, const Date&) { return true; }};
  if (out.alone) return out;
  out.has_authority = [offices = TRY(offices_now(session, look)), &rules,
                       user = out.name](const Machine& machine, Level level,
                                        const Date& day) {
    // A deputy passes nothing on.
    return machine.name == "delegation" ? offices.holds(rules, user, level, day)
                                        : offices.decides(rules, user, level, day);
  };
  return out;
}

namespace {

// The duty under which the entry is written. Whoever may read what the case is about may
// ask and decide; check_act() has seen whether this act is his.
constexpr vault::Duty kWrites = vault::Duty::kRead;

Result<void> check_names(vault::Session& session, const SecrecyRuleBook& rules,
                         const Case& walk, const CaseAct& act, const Date& today) {
  if (act.says.contains("user")) {
    const auto user = session.vault().directory().user_named(
        TRY(vault::normalise_user_name(act.says["user"].get<std::string>())));
    if (!user) return Failure(user.error());
  }
  if (act.says.contains("level")) TRY(parse_level(act.says["level"].get<std::string>()));
  if (walk.machine->name != "office" || !act.says.contains("position")) return {};
  const auto position = act.says["position"].get<std::string>();
  if (rules.in_force_or_first(today).knows_position(position)) return {};
  return fail(ErrorCode::kUsage, "the rules know no such position",
              "rules/secrecy.toml has those that approve copies", position);
}

// Of an approval of scans: of the secrets that are to be scanned.
Result<Label> label_to_scan(const CaseAct& act) {
  const Level level = TRY(parse_level(act.says.value("level", "")));
  if (level != Level::kThuong) return Label{level, {}};
  return fail(ErrorCode::kUsage, "what is no secret is scanned without an approval",
              "name mat, toi-mat or tuyet-mat");
}

Result<Label> label_for(vault::Session& session, const Machine& machine,
                        const CaseAct& act) {
  if (machine.name == "scanning") return label_to_scan(act);
  Label out{Level::kThuong, {}};
  if (!act.says.contains("documents")) return out;
  for (const Json& id : act.says["documents"]) {
    const Label label = TRY(session.label_of(*DocumentId::parse(id.get<std::string>())));
    out.level = std::max(out.level, label.level);
    out.compartments.insert(label.compartments.begin(), label.compartments.end());
  }
  return out;
}

// What two officers are to sign: what is done and said, not by whom and when.
vault::RecordAction to_sign(const DocumentId& id, const Machine& machine,
                            const CaseAct& act) {
  return {id, event_of(machine, act.act),
          to_cbor({{"act", act.act}, {"says", act.says}})};
}

Result<CaseOutcome> propose_act(vault::Session& session, const StoredCase& stored,
                                const CaseAct& act) {
  const auto outcome =
      TRY(propose(session, to_sign(stored.entry.id, *stored.walk.machine, act)));
  return CaseOutcome{stored.entry.id, stored.state, outcome};
}

}  // namespace

std::string event_of(const Machine& machine, std::string_view act) {
  return std::string(machine.name) + "-" + std::string(act);
}

std::vector<DocumentId> documents_to_go(const Case& walk) {
  const CaseAct* reviewed = last_act(walk, "review");
  const Json keep =
      reviewed == nullptr ? Json::array() : reviewed->says.value("keep", Json::array());
  std::vector<DocumentId> out;
  for (const Json& id : walk.acts.front().says["documents"]) {
    if (std::ranges::count(keep, id) == 0)
      out.push_back(*DocumentId::parse(id.get<std::string>()));
  }
  return out;
}

namespace {

Result<void> check_not_held(vault::Session& session, const vault::Look& look,
                            const std::vector<DocumentId>& documents) {
  const std::set<DocumentId> held = TRY(held_documents(session, look));
  for (const DocumentId& id : documents) {
    if (!held.contains(id)) continue;
    return fail(ErrorCode::kUsage, "a document of the case is under a hold",
                "'tangthu retention cases' shows which; keep it, or have it released",
                id.to_string());
  }
  return {};
}

}  // namespace

Result<std::set<DocumentId>> held_documents(vault::Session& session,
                                            const vault::Look& look) {
  std::set<DocumentId> out;
  for (const StoredCase& hold :
       TRY(list_cases(session, look, find_machine("hold"))).cases) {
    if (hold.state != "held") continue;
    for (const Json& id : hold.walk.acts.front().says["documents"])
      out.insert(*DocumentId::parse(id.get<std::string>()));
  }
  return out;
}

Result<Condemned> condemned_by(vault::Session& session, const vault::Look& look,
                               const StoredCase& stored) {
  const Case& walk = stored.walk;
  const CaseAct* decided = last_act(walk, "decide");
  const bool in_danger = stored.state == "emergency-destroyed";
  if (!in_danger && (decided == nullptr || walk.machine->name != "destruction")) {
    return fail(ErrorCode::kUsage, "this case has not decided on a destruction",
                "'tangthu retention case' shows what is to be done first",
                stored.entry.id.to_string());
  }
  Condemned out{documents_to_go(walk),
                in_danger ? stored.entry.id.to_string()
                          : decided->says["decision"].get<std::string>()};
  if (!in_danger) TRY(check_not_held(session, look, out.documents));
  return out;
}

namespace {

// What stays of documents when they are gone.
Result<Json> list_of(vault::Session& session, const vault::Look& look,
                     const CaseAct& act) {
  Json out = Json::array();
  for (const Json& text : act.says["documents"]) {
    const auto reader =
        TRY(session.open_document(look, *DocumentId::parse(text.get<std::string>())));
    const Record record = TRY(read_record(reader));
    Json row = {{"id", text},
                {"level", level_code(reader.label().level)},
                {"pages", record.pages},
                {"dossier", record.dossier}};
    for (const auto& [name, value] : record.field_values()) {
      const bool hidden = name == "subject" && hide_subject(reader.label().level);
      if (!hidden) row[name] = value;
    }
    out.push_back(std::move(row));
  }
  return out;
}

// Nobody lets others read what he can't read himself, or what he should have before.
Result<void> check_allowed(vault::Session& session, const StoredCase& stored,
                           const CaseAct& act, const Date& today) {
  if (stored.walk.machine->name != "reading" || act.act != "approve") return {};
  for (const Json& id : act.says["documents"])
    TRY(session.label_of(*DocumentId::parse(id.get<std::string>())));
  if (*parse_date(act.says["until"].get<std::string>()) >= today) return {};
  return fail(ErrorCode::kUsage, "this day has passed", "give today or a later day",
              act.says["until"].get<std::string>());
}

// Destroyed is said of what is destroyed.
Result<void> check_gone(vault::Session& session, const StoredCase& stored,
                        const CaseAct& act) {
  if (stored.walk.machine->name != "destruction" || act.act != "destroy") return {};
  for (const DocumentId& id : documents_to_go(stored.walk)) {
    // The case lies under the highest label of them: whoever reads it could open them.
    const auto label = session.label_of(id);
    if (!label && label.error().code() == ErrorCode::kNotFound) continue;
    if (!label) return Failure(label.error());
    return fail(ErrorCode::kUsage, "a document of the case is not destroyed yet",
                "'tangthu destroy --case' destroys them, signed by two officers",
                id.to_string());
  }
  return {};
}

}  // namespace

Result<CaseOutcome> begin_case(vault::Session& session, const SecrecyRuleBook& rules,
                               const Machine& machine, std::string_view name, Json says) {
  const Date today = viet_nam_day(now_utc());
  const vault::Look look = TRY(session.look("case-look", {{"machine", machine.name}}));
  const CaseAct act{std::string(name), session.user().name, now_utc(), std::move(says)};
  Case walk{&machine, Level::kThuong, {}};
  const Actor actor = TRY(actor_of(session, look, rules));
  TRY(check_act(walk, act, actor, today));
  const Label label = TRY(label_for(session, machine, act));
  walk.level = label.level;
  const Transition* row = TRY(check_act(walk, act, actor, today));
  TRY(check_names(session, rules, walk, act, today));
  NewEntry entry = TRY(NewEntry::begin(session, label, kWrites));
  Json content = {{"kind", kKind}, {"machine", machine.name}, {"acts", Json::array()}};
  if (act.says.contains("documents")) content["list"] = TRY(list_of(session, look, act));
  if (row->who == Who::kTwoOfficers) {
    // The case lies open, without an act, until the officers have signed its first.
    TRY(entry.commit(content, "case-open", {{"machine", machine.name}}));
    return propose_act(
        session, {{entry.id(), label, vault::kFirstVersion, content}, walk, ""}, act);
  }
  append(session, entry.id(), machine, content["acts"], act);
  TRY(entry.commit(content, event_of(machine, name)));
  return CaseOutcome{entry.id(), std::string(row->to), {true, {}, 0, 0}};
}

namespace {

struct Checked {
  StoredCase stored;
  const Transition* row;
};
Result<Checked> check(vault::Session& session, const SecrecyRuleBook& rules,
                      const DocumentId& id, const CaseAct& act) {
  const Date today = viet_nam_day(now_utc());
  const vault::Look look = TRY(session.look("case-look", {{"id", id.to_string()}}));
  StoredCase stored = TRY(read_case(session, look, id));
  const Actor actor = TRY(actor_of(session, look, rules));
  const Transition* row = TRY(check_act(stored.walk, act, actor, today));
  TRY(check_names(session, rules, stored.walk, act, today));
  if (event_of(*stored.walk.machine, act.act) == "destruction-decide")
    TRY(check_not_held(session, look, documents_to_go(stored.walk)));
  TRY(check_gone(session, stored, act));
  TRY(check_allowed(session, stored, act, today));
  return Checked{std::move(stored), row};
}

}  // namespace

Result<CaseOutcome> go_on(vault::Session& session, const SecrecyRuleBook& rules,
                          const DocumentId& id, std::string_view name, Json says) {
  const CaseAct act{std::string(name), session.user().name, now_utc(), std::move(says)};
  auto [stored, row] = TRY(check(session, rules, id, act));
  if (row->who == Who::kTwoOfficers) {
    CaseOutcome out = TRY(propose_act(session, stored, act));
    if (out.outcome.done) TRY(carry_out(session, id));
    return out;
  }
  append(session, id, *stored.walk.machine, stored.entry.content["acts"], act);
  TRY(change_entry(session, stored.entry, event_of(*stored.walk.machine, name),
                   Json::object(), kWrites));
  if (row->who == Who::kOfficer) TRY(carry_out(session, id));
  return CaseOutcome{id, std::string(row->to), {true, {}, 0, 0}};
}

Result<void> carry_out(vault::Session& session, const DocumentId& id) {
  const vault::Look look = TRY(session.look("case-look", {{"id", id.to_string()}}));
  const StoredCase stored = TRY(read_case(session, look, id));
  if (stored.walk.machine->name != "reading") return {};
  const CaseAct* allowed = last_act(stored.walk, "approve");
  if (allowed == nullptr) return {};
  const std::string& reader = stored.walk.acts.front().by;
  const Date until = *parse_date(allowed->says["until"].get<std::string>());
  for (const Json& text : allowed->says["documents"]) {
    const DocumentId document = *DocumentId::parse(text.get<std::string>());
    const auto done =
        stored.state == "granted"
            ? session.allow_reading(document, reader, end_of_viet_nam_day(until))
            : session.end_reading(document, reader);
    if (!done && done.error().code() != ErrorCode::kNotFound)
      return Failure(done.error());
  }
  return {};
}

Result<StoredCase> read_case(vault::Session& session, const vault::Look& look,
                             const DocumentId& id) {
  return open(session, TRY(read_entry(session, look, id)));
}

Result<CaseList> list_cases(vault::Session& session, const vault::Look& look,
                            const Machine* machine) {
  CaseList out;
  out.damaged =
      TRY(visit_entries(session, look, kKind, [&](Entry&& entry) -> Result<void> {
        if (machine != nullptr && entry.content.value("machine", "") != machine->name)
          return {};
        auto stored = open(session, std::move(entry));
        if (!stored && stored.error().code() != ErrorCode::kCorrupt)
          return Failure(stored.error());
        if (stored) out.cases.push_back(std::move(*stored));
        if (!stored) ++out.damaged;
        return {};
      }));
  std::ranges::sort(out.cases, {}, [](const StoredCase& each) {
    return std::pair(each.walk.acts.empty() ? now_utc() : each.walk.acts.front().at,
                     each.entry.id);
  });
  return out;
}

Result<std::optional<vault::PreparedRevision>> keep_case_act(
    vault::Session& session, const SecrecyRuleBook& rules,
    const vault::RecordAction& action) {
  const auto json = json_from_cbor(action.act);
  if (!json || !json->contains("says") || !json->contains("act"))
    return std::optional<vault::PreparedRevision>();
  const CaseAct act{(*json)["act"].get<std::string>(), session.user().name, now_utc(),
                    (*json)["says"]};
  auto [stored, row] = TRY(check(session, rules, action.document, act));
  if (event_of(*stored.walk.machine, act.act) != action.event)
    return damaged(action.document);
  append(session, action.document, *stored.walk.machine, stored.entry.content["acts"],
         act);
  return std::optional(prepared_change(stored.entry));
}

}  // namespace tangthu::archive
