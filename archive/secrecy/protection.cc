#include "archive/secrecy/protection.h"

namespace tangthu::archive {

ProtectionState protection(const SecrecyRuleBook& rules, Level level,
                           const SecretLife& life, const Date& today) {
  ProtectionState out;
  if (level == Level::kThuong) {
    out.state = Protection::kNone;
    return out;
  }
  out.classified = life.classified;
  out.last_day = life.extended_until;
  out.extended = life.extended_until.has_value();
  const SecrecyRules* period =
      life.classified ? rules.in_force(*life.classified) : nullptr;
  if (period != nullptr) {
    out.law = period->law;
    if (!out.last_day)
      out.last_day = add_years(*life.classified, period->years_of(level));
  }
  if (!out.last_day) {
    out.state = life.classified ? Protection::kUnknownRule : Protection::kUnknownDay;
    return out;
  }
  out.days_left = days_between(today, *out.last_day);
  // Who asks about a day before all rules is warned by the first.
  const SecrecyRules& now = rules.in_force_or_first(today);
  out.extend_by = add_days(*out.last_day, -now.extend_before_days);
  out.state = out.days_left < 0 ? Protection::kEnded : Protection::kRuns;
  if (out.state == Protection::kEnded) return out;
  for (const int days : now.warn_days) {
    if (out.days_left > days) break;
    out.state = Protection::kWarned;
    out.warning = days;
  }
  return out;
}

SecretLife secret_life(const Record& record) {
  SecretLife out;
  out.classified = sure_date(record);
  for (const Json& act : record.acts) {
    if (act.value("act", "") == kExtend)
      out.extended_until = parse_date(act.value("until", ""));
    // Made a secret again: a new period.
    if (act.value("act", "") != kClassify) continue;
    if (const auto decided = parse_date(act.value("decided", ""))) {
      out.classified = decided;
      out.extended_until.reset();
    }
  }
  return out;
}

}  // namespace tangthu::archive
