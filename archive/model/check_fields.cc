#include "archive/model/check_fields.h"

#include <algorithm>
#include <cstdio>

#include "archive/typed_line.h"
#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::archive {
namespace {

constexpr int kFirstYear = 1000;  // of four figures
constexpr std::size_t kMostBytes = 400'000;

Failure value_failure(const FieldRule& rule, std::string name, Literal text,
                      Literal remedy) {
  return Failure(
      field_fault(ErrorCode::kUsage, rule.name, std::move(name), text, remedy).error);
}

std::string codes_rule(const FieldRule& rule) {
  std::string out = "code";
  for (const FieldCode& each : rule.codes)
    out += " " + each.code;
  return out;
}

Result<std::string> one_code(const FieldRule& rule, std::string value) {
  if (std::ranges::find(rule.codes, value, &FieldCode::code) != rule.codes.end())
    return value;
  return value_failure(
      rule, codes_rule(rule), "this is none of the field's codes",
      "give one of these codes; 'tangthu help fields' says what they mean");
}

Result<std::string> one_date(const FieldRule& rule, const std::string& value) {
  if (const auto date = parse_field_date(value)) return field_date(*date);
  return value_failure(rule, "date DD/MM/YYYY", "the calendar has no such day",
                       "write day, month and year, as 05/03/2020");
}

Result<std::string> one_number(const FieldRule& rule, const std::string& value) {
  const bool digits = std::ranges::all_of(value, is_ascii_digit);
  const std::size_t zeros =
      std::min(value.find_first_not_of('0'), digits ? value.size() - 1 : 0);
  if (digits && value.size() - zeros <= rule.most) return value.substr(zeros);
  return value_failure(rule, "number " + std::to_string(rule.most),
                       "this is no whole number, or one with too many digits",
                       "write digits alone, no more than the field takes");
}

Result<std::string> one_year(const FieldRule& rule, const std::string& value) {
  const auto year = parse_number<int>(value);
  if (value.size() == 4 && year && *year >= kFirstYear) return value;
  return value_failure(rule, "year", "this is no year", "write four digits, as 1998");
}

Result<void> check_length(const FieldRule& rule, const std::string& value) {
  if (rule.most == 0 || to_code_points(value).size() <= rule.most) return {};
  return value_failure(rule, "length " + std::to_string(rule.most),
                       "the value is longer than its field",
                       "shorten it to so many characters");
}

// Of dates and years alike: what can be compared.
std::string sortable(const std::string& value) {
  const auto date = parse_field_date(value);
  return date ? format_date(*date) : value;
}

}  // namespace

FieldFault field_fault(ErrorCode code, const std::string& field, std::string rule,
                       Literal text, Literal remedy) {
  Error error(code, text, remedy, field + " (" + rule + ")");
  return {field, std::move(rule), std::move(error)};
}

std::optional<Date> parse_field_date(std::string_view text) {
  int numbers[3] = {};
  for (int i = 0; i < 3; ++i) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view part = text.substr(0, end);
    const bool fits = i < 2 ? part.size() == 1 || part.size() == 2 : part.size() == 4;
    const auto number = parse_number<int>(part);
    if (!fits || !number || (end == text.size()) != (i == 2)) return std::nullopt;
    numbers[i] = *number;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto [day, month, year] = numbers;
  if (year < kFirstYear || !is_day(year, month, day)) return std::nullopt;
  return parse_date(iso_date(year, month, day));
}

std::string field_date(const Date& date) {
  const std::string iso = format_date(date);
  return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

Result<std::string> field_value(const FieldRule& rule, std::string_view typed) {
  auto line = typed.size() <= kMostBytes ? typed_line(typed) : std::nullopt;
  if (!line) {
    return value_failure(rule, "text", "this is no line of text",
                         "write one line in UTF-8, without control characters");
  }
  if (rule.computed) {
    return value_failure(rule, "computed", "nobody gives this field: it is computed",
                         "leave it out");
  }
  if (line->empty()) return std::string();
  TRY(check_length(rule, *line));
  switch (rule.type) {
    case ValueType::kCode:
      return one_code(rule, std::move(*line));
    case ValueType::kDate:
      return one_date(rule, *line);
    case ValueType::kNumber:
      return one_number(rule, *line);
    case ValueType::kYear:
      return one_year(rule, *line);
    case ValueType::kText:
      break;
  }
  return std::move(*line);
}

FieldValues typed_values(const RecordRules& rules, RecordKind kind,
                         const FieldValues& typed, std::vector<FieldFault>& faults) {
  FieldValues out;
  for (const auto& [name, text] : typed) {
    const FieldRule* rule = rules.find(kind, name);
    if (rule == nullptr) {
      faults.push_back(field_fault(ErrorCode::kUsage, name.substr(0, 64), "unknown-field",
                                   "there is no such field",
                                   "'tangthu help fields' lists those that there are"));
      continue;
    }
    auto value = field_value(*rule, text);
    if (value && value->empty() && rule->required) {
      faults.push_back(field_fault(ErrorCode::kUsage, name, "required",
                                   "the field must have a value", "give it"));
      continue;
    }
    if (value) {
      out[name] = std::move(*value);
      continue;
    }
    // "FIELD (RULE)"
    const std::string& subject = value.error().subject();
    const std::size_t start = name.size() + 2;
    faults.push_back(
        {name, subject.substr(start, subject.size() - start - 1), value.error()});
  }
  return out;
}

void check_together(const RecordRules& rules, RecordKind kind, const FieldValues& values,
                    std::vector<FieldFault>& faults) {
  for (const FieldRule& rule : rules.of(kind)) {
    const auto later = values.find(rule.name);
    const auto earlier = values.find(rule.not_before);
    if (later == values.end() || earlier == values.end()) continue;
    if (later->second.empty() || earlier->second.empty()) continue;
    if (sortable(later->second) >= sortable(earlier->second)) continue;
    faults.push_back(
        field_fault(ErrorCode::kUsage, rule.name, "not-before " + rule.not_before,
                    "the end lies before the beginning", "correct one of the two"));
  }
}

void check_complete(const RecordRules& rules, RecordKind kind, const FieldValues& values,
                    std::vector<FieldFault>& faults) {
  const auto value = [&values](const std::string& name) {
    const auto at = values.find(name);
    return at == values.end() ? std::string() : at->second;
  };
  for (const FieldRule& rule : rules.of(kind)) {
    if (rule.computed || !value(rule.name).empty()) continue;
    if (rule.required) {
      faults.push_back(field_fault(ErrorCode::kUsage, rule.name, "required",
                                   "the field must have a value", "give it"));
    } else if (!rule.required_if.empty() &&
               std::ranges::find(rule.required_if_codes, value(rule.required_if)) !=
                   rule.required_if_codes.end()) {
      std::string name = "required-if " + rule.required_if;
      for (const std::string& code : rule.required_if_codes)
        name += " " + code;
      faults.push_back(field_fault(ErrorCode::kUsage, rule.name, std::move(name),
                                   "another field's code asks for a value here",
                                   "give it, or correct the other field"));
    }
  }
}

}  // namespace tangthu::archive
