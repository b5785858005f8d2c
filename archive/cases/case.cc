#include "archive/cases/case.h"

#include <algorithm>

#include "base/id.h"

namespace tangthu::archive {
namespace {

constexpr ActField kDecisionFields[] = {
    {"decision", ActFieldType::kText, true, "number and symbol of the decision"},
    {"decided", ActFieldType::kDay, true, "the day of the decision"}};
constexpr std::int64_t kMostCopies = 10'000;

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a case of the archive's books is damaged",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

// "approve: copies", and where it helps what would do.
Failure wrong_field(std::string_view act, std::string_view field, Literal text,
                    Literal remedy, const std::string& detail = {}) {
  return fail(ErrorCode::kUsage, text, remedy,
              std::string(act) + ": " + std::string(field) +
                  (detail.empty() ? "" : ": " + detail));
}

const ActField* find_field(const Transition& row, std::string_view name) {
  for (const ActField& field : row.fields) {
    if (field.name == name) return &field;
  }
  if (!row.by_decision) return nullptr;
  for (const ActField& field : kDecisionFields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool is_ids(const Json& value) {
  return value.is_array() && !value.empty() && value.size() <= kMaxCaseDocuments &&
         std::ranges::all_of(value, [](const Json& id) {
           return id.is_string() && DocumentId::parse(id.get<std::string>());
         });
}

Result<void> check_value(const Transition& row, const ActField& field,
                         const Json& value) {
  switch (field.type) {
    case ActFieldType::kText:
      if (value.is_string() && !value.get_ref<const std::string&>().empty() &&
          value.get_ref<const std::string&>().size() <= kMaxFieldBytes)
        return {};
      return wrong_field(row.act, field.name, "this must be a text",
                         "give 1 to 1,000 bytes");
    case ActFieldType::kDay:
      if (value.is_string() && parse_date(value.get<std::string>())) return {};
      return wrong_field(row.act, field.name, "this must be a day",
                         "give a day of the calendar as YYYY-MM-DD");
    case ActFieldType::kCount:
      if (value.is_number_unsigned() && value <= kMostCopies) return {};
      return wrong_field(row.act, field.name, "this must be a whole number",
                         "give 0 to 10,000");
    case ActFieldType::kDocuments:
      if (is_ids(value)) return {};
      return wrong_field(row.act, field.name, "these must be ids of documents",
                         "give 1 to 1,000 ids");
  }
  return {};
}

Result<void> check_fields(const Transition& row, const CaseAct& act) {
  for (const auto& [name, value] : act.says.items()) {
    const ActField* field = find_field(row, name);
    if (field == nullptr) {
      return wrong_field(row.act, name, "the act does not say this",
                         "'tangthu help workflows' has what each act says");
    }
    TRY(check_value(row, *field, value));
  }
  const auto require = [&](const ActField& field) -> Result<void> {
    if (!field.required || act.says.contains(field.name)) return {};
    return wrong_field(row.act, field.name, "the act lacks something", "give it",
                       std::string(field.help));
  };
  for (const ActField& field : row.fields)
    TRY(require(field));
  if (!row.by_decision) return {};
  for (const ActField& field : kDecisionFields)
    TRY(require(field));
  return {};
}

std::optional<Date> day_said(const CaseAct& act, const char* name) {
  return act.says.contains(name) ? parse_date(act.says[name].get<std::string>())
                                 : std::nullopt;
}

// What is done was done by now, and not before what it follows.
Result<void> check_days(const Case& walk, const Transition& row, const CaseAct& act,
                        const Date& today) {
  for (const char* name : {"decided", "on"}) {
    const auto day = day_said(act, name);
    if (!day) continue;
    if (*day > today) {
      return wrong_field(row.act, name, "this day is in the future",
                         "give the day on which it was done, not one to come");
    }
    const CaseAct* decision = nullptr;
    for (const CaseAct& each : walk.acts) {
      if (each.says.contains("decided")) decision = &each;
    }
    const auto before =
        decision == nullptr ? std::nullopt : day_said(*decision, "decided");
    if (before && *day < *before) {
      return wrong_field(row.act, name, "this day is before the decision that it follows",
                         "give a day not before it", format_date(*before));
    }
  }
  const auto from = day_said(act, "from");
  const auto until = day_said(act, "until");
  if (from && until && *until < *from) {
    return wrong_field(row.act, "until", "it would end before it begins",
                       "give a later day", format_date(*from));
  }
  return {};
}

std::uint64_t count_of(const CaseAct* act) {
  return act == nullptr ? 0 : act->says.value("copies", std::uint64_t{0});
}

// Copies never become more on their way.
Result<void> check_counts(const Case& walk, const Transition& row, const CaseAct& act) {
  if (walk.machine->name != "copying" || !act.says.contains("copies")) return {};
  const char* after = row.act == "approve"           ? "request"
                      : row.act == "execute"         ? "approve"
                      : row.act == "destroy-surplus" ? "execute"
                                                     : "";
  const std::uint64_t wanted = count_of(&act);
  if (*after == '\0') {
    if (wanted > 0) return {};
    return wrong_field(row.act, "copies", "no copies are asked for", "give 1 or more");
  }
  const std::uint64_t most = count_of(last_act(walk, after));
  if (wanted <= most && (wanted > 0 || row.act == "destroy-surplus")) return {};
  return wrong_field(row.act, "copies", "there are not so many copies",
                     "give at most this number", std::to_string(most));
}

vault::Duty duty_of(Who who) {
  switch (who) {
    case Who::kReader:
    case Who::kAsker:
    case Who::kAuthority:
      return vault::Duty::kRead;
    case Who::kArchivist:
      return vault::Duty::kDescribe;
    case Who::kOfficer:
      return vault::Duty::kSign;
    case Who::kTwoOfficers:
      break;
  }
  return vault::Duty::kPropose;
}

// A deputy is named for a level of his own.
Level level_of(const Case& walk, const CaseAct& act) {
  if (walk.machine->name != "delegation") return walk.level;
  return parse_level(act.says.value("level", "")).value_or(walk.level);
}

Result<void> check_actor(const Case& walk, const Transition& row, const CaseAct& act,
                         const Actor& actor, const Date& today) {
  TRY(vault::require(actor.roles, duty_of(row.who)));
  if (actor.alone) return {};
  const bool asked = walk.acts.empty() || walk.acts.front().by == actor.name;
  if (row.who == Who::kAsker && !asked) {
    return fail(ErrorCode::kNotFound, "only who began it may do this", "ask him",
                walk.acts.front().by + ": " + std::string(row.act));
  }
  if (row.who == Who::kAuthority &&
      !actor.has_authority(*walk.machine, level_of(walk, act), today)) {
    return fail(
        ErrorCode::kNotFound, "you hold no office that decides this at this level",
        "'tangthu office cases' shows who does; rules/secrecy.toml, which offices may",
        std::string(row.act));
  }
  if (row.apart_from.empty()) return {};
  const CaseAct* other = last_act(walk, row.apart_from);
  if (other == nullptr || other->by != actor.name) return {};
  return fail(ErrorCode::kUsage, "whoever did the one act may not do the other too",
              "let somebody else do it",
              std::string(row.apart_from) + ", " + std::string(row.act));
}

}  // namespace

Result<std::string> state_of(const Case& walk) {
  std::string state;
  for (const CaseAct& act : walk.acts) {
    const Transition* row = walk.machine->find(state, act.act);
    if (row == nullptr) return damaged();
    state = row->to;
  }
  return state;
}

const CaseAct* last_act(const Case& walk, std::string_view act) {
  const auto at = std::find_if(walk.acts.rbegin(), walk.acts.rend(),
                               [&](const CaseAct& each) { return each.act == act; });
  return at == walk.acts.rend() ? nullptr : &*at;
}

std::vector<Date> notices_due(const Case& walk,
                              const std::function<int(const Date&)>& notice_days) {
  std::vector<Date> out;
  std::string state;
  for (const CaseAct& act : walk.acts) {
    const Transition* row = walk.machine->find(state, act.act);
    if (row == nullptr) continue;
    state = row->to;
    if (act.act == kNotify) out.clear();
    const auto decided = day_said(act, "decided");
    if (row->notice == Period::kNotice && decided)
      out.push_back(add_days(*decided, notice_days(*decided)));
  }
  return out;
}

Result<const Transition*> check_act(const Case& walk, const CaseAct& act,
                                    const Actor& actor, const Date& today) {
  const std::string state = TRY(state_of(walk));
  const Transition* row = walk.machine->find(state, act.act);
  if (row == nullptr) {
    return fail(ErrorCode::kUsage, "this can't be done as things stand",
                "'tangthu help workflows' shows what may follow what",
                std::string(walk.machine->name) + ": " + (state.empty() ? "-" : state) +
                    ": " + act.act);
  }
  if (walk.acts.size() >= kMaxCaseActs) {
    return fail(ErrorCode::kUsage, "a case has at most 500 acts", "begin another",
                act.act);
  }
  TRY(check_fields(*row, act));
  TRY(check_actor(walk, *row, act, actor, today));
  TRY(check_days(walk, *row, act, today));
  TRY(check_counts(walk, *row, act));
  return row;
}

Json act_json(const CaseAct& act) {
  return {{"act", act.act}, {"by", act.by}, {"at", act.at}, {"says", act.says}};
}

Result<CaseAct> read_act(const Json& json) {
  try {
    if (!json.at("says").is_object() || !json.at("at").is_number_unsigned())
      return damaged();
    return CaseAct{json.at("act"), json.at("by"), json.at("at").get<UnixSeconds>(),
                   json.at("says")};
  } catch (const Json::exception&) {
    return damaged();
  }
}

}  // namespace tangthu::archive
