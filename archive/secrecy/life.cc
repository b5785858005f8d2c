#include "archive/secrecy/life.h"

#include "archive/secrecy/act.h"
#include "base/number.h"

namespace tangthu::archive {
namespace {

const Machine& secrecy() {
  return *find_machine("secrecy");
}

CaseAct act_of(const Json& json) {
  CaseAct out{json.value("act", ""), json.value("by", ""),
              json.value("at", UnixSeconds{0}), Json::object()};
  for (const auto& [name, value] : json.items()) {
    if (name == "act" || name == "by" || name == "at") continue;
    const auto number = name == "copies"
                            ? parse_number<std::uint64_t>(value.get<std::string>())
                            : std::nullopt;
    out.says[name] = number ? Json(*number) : value;
  }
  return out;
}

CaseAct nobodys(const char* act, UnixSeconds at, Json says) {
  return {act, "", at, std::move(says)};
}

// Of whoever gave no decision.
CaseAct silent_classify(UnixSeconds at, Level level) {
  return nobodys(kClassify, at, {{"level", level_code(level)}});
}

std::optional<Date> decided(const CaseAct& act) {
  return act.says.contains("decided") ? parse_date(act.says["decided"].get<std::string>())
                                      : std::nullopt;
}

Failure not_allowed(const CaseAct& act, Literal text, Literal remedy,
                    std::string detail) {
  return fail(ErrorCode::kUsage, text, remedy, act.act + ": " + std::move(detail));
}

// What is declassified because its period has ended must have ended.
Result<void> check_ground(const SecrecyRuleBook& rules, const SecretLife& life,
                          Level level, const CaseAct& act) {
  const std::string ground = act.says.value("ground", "");
  if (ground == "unlisted") return {};
  if (ground != "expired") {
    return not_allowed(
        act, "this is no ground to declassify",
        "give expired or unlisted; a council's decision has acts of its own", ground);
  }
  const ProtectionState then = protection(rules, level, life, *decided(act));
  if (then.state == Protection::kEnded) return {};
  return not_allowed(act, "its protection had not ended on the day of the decision",
                     "see 'tangthu agenda'; or give --ground unlisted",
                     then.last_day ? format_date(*then.last_day) : "?");
}

Result<void> check_level(Level from, const CaseAct& act) {
  const std::string code = act.says.value("level", "");
  const Level to = TRY(parse_level(code));
  const bool partly = act.act == kDeclassifyPartly;
  if (to != Level::kThuong && (to != from || partly)) return {};
  return not_allowed(act, "this is no other level of a secret",
                     "give mat, toi-mat or tuyet-mat; 'declassify' makes it thuong",
                     code);
}

Result<void> check_rules(const SecrecyRuleBook& rules, const Record& record, Level level,
                         const CaseAct& act, const Date& today) {
  const SecretLife life = secret_life(record);
  if (act.act == kExtend) {
    const auto until = parse_date(act.says.value("until", ""));
    return check_extension(rules, level, life,
                           {*until, *decided(act), act.says.value("decision", ""),
                            act.says.value("authority", "")},
                           today);
  }
  if (decided(act) && life.classified && *decided(act) < *life.classified) {
    return not_allowed(act, "it was decided before the document was classified",
                       "compare the day of the decision with the document's date",
                       format_date(*life.classified));
  }
  if (act.act == kDeclassify) return check_ground(rules, life, level, act);
  if (act.says.contains("level")) return check_level(level, act);
  return {};
}

}  // namespace

std::optional<Level> level_given(const CaseAct& act) {
  if (act.act == kDeclassify || act.act == kDeclassifyFully) return Level::kThuong;
  if (act.act != kAdjust && act.act != kDeclassifyPartly && act.act != kClassify)
    return std::nullopt;
  const auto level = parse_level(act.says.value("level", ""));
  return level ? std::optional(*level) : std::nullopt;
}

Case life_of(const Record& record, Level level) {
  Case out{&secrecy(), level, {}};
  for (const Json& json : record.acts)
    out.acts.push_back(act_of(json));
  // Announced, and the document never went there.
  while (!out.acts.empty() && level_given(out.acts.back()).value_or(level) != level)
    out.acts.pop_back();
  const bool was_secret =
      level != Level::kThuong || (!out.acts.empty() && out.acts.front().act != kClassify);
  if (was_secret && (out.acts.empty() || out.acts.front().act != kClassify))
    out.acts.insert(out.acts.begin(), silent_classify(record.created, level));
  const std::string state = state_of(out).value_or("");
  const bool is_open = state.empty() || state == "declassified";
  if (is_open && level != Level::kThuong)
    out.acts.push_back(silent_classify(record.created, level));
  if (!is_open && level == Level::kThuong)
    out.acts.push_back(nobodys(kDeclassify, record.created, Json::object()));
  return out;
}

Result<const Transition*> check_life_act(const SecrecyRuleBook& rules,
                                         const Record& record, Level level,
                                         const CaseAct& act, const Actor& actor,
                                         const Date& today) {
  const Transition* row = TRY(check_act(life_of(record, level), act, actor, today));
  TRY(check_rules(rules, record, level, act, today));
  return row;
}

Json record_act(const CaseAct& act) {
  Json out = {{"act", act.act}, {"by", act.by}, {"at", act.at}};
  for (const auto& [name, value] : act.says.items())
    out[name] = value.is_string() ? value : Json(value.dump());
  return out;
}

std::vector<Date> notices_due(const SecrecyRuleBook& rules, const Record& record,
                              Level level) {
  return notices_due(life_of(record, level), [&rules](const Date& day) {
    return rules.in_force_or_first(day).notice_days;
  });
}

}  // namespace tangthu::archive
