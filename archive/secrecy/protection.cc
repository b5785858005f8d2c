#include "archive/secrecy/protection.h"

namespace tangthu::archive {

ProtectionState protection(const SecrecyRuleBook& rules, Level level,
                           const std::optional<Date>& classified, const Date& today) {
  ProtectionState out;
  out.classified = classified;
  if (!classified) return out;
  const SecrecyRules* period = rules.in_force(*classified);
  if (period == nullptr) {
    out.state = Protection::kUnknownRule;
    return out;
  }
  out.law = period->law;
  out.last_day = add_years(*classified, period->years_of(level));
  out.days_left = days_between(today, *out.last_day);
  // Who asks about a day before all rules is warned as those do that the period is from.
  const SecrecyRules* now = rules.in_force(today);
  if (now == nullptr) now = period;
  out.extend_by = add_days(*out.last_day, -now->extend_before_days);
  out.state = out.days_left < 0 ? Protection::kEnded : Protection::kRuns;
  if (out.state == Protection::kEnded) return out;
  for (const int days : now->warn_days) {
    if (out.days_left > days) break;
    out.state = Protection::kWarned;
    out.warning = days;
  }
  return out;
}

std::optional<Date> classification_day(const Record& record) {
  const auto field = record.fields.find("date");
  if (field == record.fields.end() || !field->contains("value") ||
      !(*field)["value"].is_string() || field->value("confidence", 0.0) < kSureField) {
    return std::nullopt;
  }
  return parse_date((*field)["value"].get<std::string>());
}

}  // namespace tangthu::archive
