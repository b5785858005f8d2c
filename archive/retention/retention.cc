#include "archive/retention/retention.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "archive/cases/case_room.h"
#include "archive/catalogue.h"
#include "archive/model/books.h"
#include "archive/rule_sets.h"

namespace tangthu::archive {
namespace {

constexpr std::int64_t kMostYears = 200;
constexpr std::string_view kYears = "years-";

Failure not_rules(Literal text, Literal remedy, const std::string& place) {
  return fail(ErrorCode::kUsage, text, remedy, place);
}

Result<void> take(RetentionRules& rules, const Setting& setting,
                  const std::string& file) {
  const std::string& key = setting.key;
  if (key == "from") {
    rules.from = TRY(rules_day(file, setting));
    return {};
  }
  if (key == "law" || key == "source") {
    (key == "law" ? rules.law : rules.source) = TRY(rules_text(file, setting));
    return {};
  }
  if (key == "begins") {
    const std::string begins = TRY(rules_text(file, setting));
    rules.from_year_end = begins == "year-end";
    if (rules.from_year_end || begins == "date") return {};
    return not_rules("periods begin in no such way",
                     "compare with the keys that are explained in rules/retention.toml",
                     rules_place(file, setting));
  }
  const auto* years = std::get_if<std::int64_t>(&setting.value);
  if (!key.starts_with(kYears) || key.size() == kYears.size() || years == nullptr ||
      *years < 1 || *years > kMostYears)
    return not_rules("rules of retention have no such key, or no such value for it",
                     "compare with the keys that are explained in rules/retention.toml",
                     rules_place(file, setting));
  rules.years[key.substr(kYears.size())] = static_cast<int>(*years);
  return {};
}

bool is_whole(const RetentionRules& rules) {
  return rules.from != Date() && !rules.law.empty() && !rules.source.empty();
}

}  // namespace

std::optional<Date> RetentionRules::kept_until(const std::string& code,
                                               const Date& date) const {
  const auto at = years.find(code);
  if (at == years.end()) return std::nullopt;
  const Date start = from_year_end
                         ? Date(date.year(), std::chrono::December, std::chrono::day(31))
                         : date;
  return add_years(start, at->second);
}

Result<RetentionRuleBook> RetentionRuleBook::parse(std::string_view text,
                                                   const std::string& file) {
  RetentionRuleBook book;
  for (const Setting& setting : TRY(read_toml(text, file))) {
    if (book.sets_.empty() || book.sets_.back().name != setting.table) {
      book.sets_.emplace_back();
      book.sets_.back().name = setting.table;
      book.sets_.back().from = Date();
    }
    TRY(take(book.sets_.back(), setting, file));
  }
  if (book.sets_.empty())
    return not_rules("there are no rules in this file",
                     "compare with the keys that are explained in rules/retention.toml",
                     file);
  for (std::size_t i = 0; i < book.sets_.size(); ++i) {
    const std::string place = file + ": " + book.sets_[i].name;
    if (!is_whole(book.sets_[i]))
      return not_rules("rules of retention lack a key",
                       "compare with the keys that are explained in rules/retention.toml",
                       place);
    if (i > 0 && book.sets_[i].from <= book.sets_[i - 1].from)
      return not_rules("sets of rules must follow each other by their days",
                       "compare with the keys that are explained in rules/retention.toml",
                       place);
  }
  return book;
}

Result<RetentionRuleBook> RetentionRuleBook::load() {
  const RulesFile file = TRY(load_rules("retention"));
  return parse(file.text, file.name);
}

const RetentionRules& RetentionRuleBook::in_force(const Date& day) const {
  return set_in_force_or_first(sets_, day);
}

namespace {

std::string code_of(const Record& record, const Books& books) {
  std::string code = kept_value(record.described, "maintenance");
  if (!code.empty() || record.dossier.empty()) return code;
  const Dossier* dossier = books.find_dossier(record.dossier);
  return dossier == nullptr ? code : kept_value(dossier->fields, "maintenance");
}

}  // namespace

Result<RetentionReview> find_candidates(vault::Session& session,
                                        const RetentionRuleBook& book, const Date& day) {
  const vault::Look look = TRY(session.look("retention", {{"day", format_date(day)}}));
  const RetentionRules& rules = book.in_force(day);
  const Books books = TRY(read_books(session, look));
  const std::set<DocumentId> held = TRY(held_documents(session, look));
  RetentionReview out;
  out.damaged = TRY(visit_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<void> {
        const std::string code = code_of(record, books);
        const auto date = sure_date(record);
        if (code.empty() || !date) {
          ++out.unknown;
          return {};
        }
        const auto last = rules.kept_until(code, *date);
        if (!last || *last >= day) return {};
        if (held.contains(id)) {
          ++out.held;
          return {};
        }
        out.candidates.push_back({{id, label, std::move(record)}, code, *last});
        return {};
      }));
  out.damaged += books.damaged;
  std::ranges::sort(out.candidates, {}, [](const RetentionCandidate& each) {
    return std::tuple(each.kept_until, each.document.id);
  });
  return out;
}

}  // namespace tangthu::archive
