#include "archive/books/secrecy_report.h"

#include <algorithm>
#include <numeric>

#include "archive/secrecy/life.h"
#include "base/unicode.h"

namespace tangthu::archive {
namespace {

bool is_declassifying(const std::string& act) {
  return act == kDeclassify || act == kDeclassifyFully;
}

bool is_within(const Date& day, const ReportPeriod& period) {
  return day >= period.from && day <= period.to;
}

Date day_of(const CaseAct& act) {
  const auto decided = act.says.contains("decided") && act.says["decided"].is_string()
                           ? parse_date(act.says["decided"].get<std::string>())
                           : std::nullopt;
  return decided ? *decided : viet_nam_day(act.at);
}

// What the paper's own stamp says.
std::optional<Level> level_on_paper(const Record& record) {
  const auto fields = record.field_values();
  const auto at = fields.find("secrecy");
  if (at == fields.end()) return std::nullopt;
  for (const Level level : {Level::kMat, Level::kToiMat, Level::kTuyetMat}) {
    if (to_lower(at->second) == to_lower(level_name(level))) return level;
  }
  return std::nullopt;
}

Date in_year(const MonthDay& day, int year) {
  return Date{std::chrono::year(year), day.month, day.day};
}

}  // namespace

ReportPeriod period_of(const PaperForm& form, int year) {
  ReportPeriod out;
  const Date next = in_year(form.period_begins, year);
  out.from = in_year(form.period_begins, year - 1);
  out.to = add_days(next, -1);
  out.due = in_year(form.due, year);
  if (out.due < out.to) out.due = in_year(form.due, year + 1);
  return out;
}

SecretFacts secret_facts(const Record& record, Level level) {
  SecretFacts out;
  out.level = level;
  out.classified = secret_life(record).classified;
  out.taken_in = viet_nam_day(record.created);
  std::optional<Level> before = level_on_paper(record);
  const Case life = life_of(record, level);
  for (const CaseAct& act : life.acts) {
    // By nobody: a level that was given without an act. No decision, and which level it
    // was at first is not known.
    if (act.by.empty()) continue;
    const auto given = level_given(act);
    if (const auto kept = parse_level(act.says.value(kLevelBefore, ""))) before = *kept;
    out.acts.push_back({act.act, day_of(act), before, given});
    if (given) before = given;
  }
  return out;
}

LevelThen level_on(const SecretFacts& facts, const Date& day) {
  if (facts.classified.value_or(facts.taken_in) > day) return {};
  std::optional<Level> level = facts.level;
  for (auto act = facts.acts.rbegin(); act != facts.acts.rend(); ++act) {
    if (act->day <= day) break;
    if (act->given) level = act->before;
  }
  if (!level) return {true, std::nullopt};
  return {*level != Level::kThuong, level};
}

void LevelCounts::add(std::optional<Level> level, std::size_t count) {
  if (!level || *level == Level::kThuong) {
    unknown += count;
    return;
  }
  counts[static_cast<std::size_t>(*level) - 1] += count;
}

std::size_t LevelCounts::total() const {
  return std::accumulate(counts.begin(), counts.end(), unknown);
}

void count_in(SecrecyReport& report, const SecretFacts& facts) {
  const LevelThen then = level_on(facts, report.period.to);
  if (then.secret) {
    report.held.add(then.level);
    const int year = facts.classified ? static_cast<int>(facts.classified->year()) : 0;
    report.by_year[year].add(then.level);
  }
  // Whatever became of it afterwards.
  if (facts.classified && is_within(*facts.classified, report.period)) {
    const LevelThen at_first = level_on(facts, *facts.classified);
    if (at_first.secret) report.classified.add(at_first.level);
  }
  for (const SecretAct& act : facts.acts) {
    if (!is_within(act.day, report.period)) continue;
    if (act.act == kExtend) report.extended.add(level_on(facts, act.day).level);
    if (act.act == kAdjust || act.act == kDeclassifyPartly)
      report.adjusted.add(act.given);
    if (is_declassifying(act.act)) report.declassified.add(act.before);
  }
}

}  // namespace tangthu::archive
