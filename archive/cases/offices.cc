#include "archive/cases/offices.h"

#include <algorithm>

namespace tangthu::archive {
namespace {

constexpr Date kNoEnd{std::chrono::year{9999}, std::chrono::December,
                      std::chrono::day{31}};

std::optional<Date> said(const CaseAct& act, const char* name) {
  if (!act.says.contains(name) || !act.says[name].is_string()) return std::nullopt;
  return parse_date(act.says[name].get<std::string>());
}

// To its last day: as it was given, or as it was ended before.
Date last_day(const Case& walk) {
  Date out = said(walk.acts.front(), "until").value_or(kNoEnd);
  for (const char* act : {"end", "revoke"}) {
    const CaseAct* end = last_act(walk, act);
    if (end != nullptr) out = std::min(out, said(*end, "on").value_or(out));
  }
  return out;
}

}  // namespace

Offices::Offices(std::span<const Case> cases) {
  for (const Case& walk : cases) {
    if (walk.acts.empty()) continue;
    const CaseAct& first = walk.acts.front();
    const auto from = said(first, "from");
    if (!from) continue;
    if (walk.machine->name == "office") {
      offices_.push_back({first.says.value("user", ""), first.says.value("position", ""),
                          *from, last_day(walk)});
    }
    const auto level = parse_level(first.says.value("level", ""));
    if (walk.machine->name == "delegation" && level) {
      deputies_.push_back(
          {first.says.value("user", ""), first.by, *level, *from, last_day(walk)});
    }
  }
}

bool Offices::holds(const SecrecyRuleBook& rules, std::string_view user, Level level,
                    const Date& day) const {
  const std::vector<std::string>& positions =
      rules.in_force_or_first(day).copying_of(level);
  return std::ranges::any_of(offices_, [&](const Office& office) {
    return office.user == user && office.from <= day && day <= office.until &&
           std::ranges::count(positions, office.position) > 0;
  });
}

bool Offices::decides(const SecrecyRuleBook& rules, std::string_view user, Level level,
                      const Date& day) const {
  if (level == Level::kThuong || holds(rules, user, level, day)) return true;
  return std::ranges::any_of(deputies_, [&](const Deputy& deputy) {
    return deputy.user == user && deputy.from <= day && day <= deputy.until &&
           level <= deputy.level && holds(rules, deputy.of, level, day);
  });
}

}  // namespace tangthu::archive
