#include "archive/model/record_rules.h"

#include <algorithm>
#include <optional>
#include <ranges>

#include "archive/rule_sets.h"

namespace tangthu::archive {
namespace {

constexpr std::int64_t kMostLength = 100'000;
constexpr std::int64_t kMostDigits = 12;

constexpr std::array<std::pair<std::string_view, ValueType>, 5> kTypes = {
    {{"text", ValueType::kText},
     {"code", ValueType::kCode},
     {"date", ValueType::kDate},
     {"number", ValueType::kNumber},
     {"year", ValueType::kYear}}};

std::vector<std::string> split(std::string_view text, std::string_view by) {
  std::vector<std::string> out;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(by, start), text.size());
    out.emplace_back(text.substr(start, end - start));
    start = end + by.size();
  }
  return out;
}

std::optional<RecordKind> kind_of(std::string_view code) {
  for (const RecordKind kind : kRecordKinds) {
    if (record_kind_code(kind) == code) return kind;
  }
  return std::nullopt;
}

Failure unknown_key(const std::string& place) {
  return fail(ErrorCode::kUsage, "rules of records have no such key",
              "compare with the keys that are explained in rules/records.toml", place);
}

// One set: the one before it, changed.
class RecordSetReader {
 public:
  RecordSetReader(std::string name, const std::string& file, const RecordRules* before)
      : file_(file), before_(before) {
    if (before != nullptr) rules_ = *before;
    rules_.name = std::move(name);
  }

  Result<void> take(const Setting& setting) {
    const std::vector<std::string> parts = split(setting.table, ".");
    if (parts.size() == 1) return take_head(setting);
    if (parts.size() == 2 && parts[1] == "codes") return take_codes(setting);
    const auto kind = parts.size() == 3 ? kind_of(parts[1]) : std::nullopt;
    if (!kind) return unknown_key(rules_place(file_, setting));
    return take_field(field(*kind, parts[2]), setting);
  }

  Result<RecordRules> finish() {
    const std::string place = file_ + ": " + rules_.name;
    if (!from_ || rules_.law.empty() || rules_.source.empty() ||
        rules_.dossier_code.find("{ordinal}") == std::string::npos ||
        rules_.ordinal_digits == 0 || rules_.document_digits == 0) {
      return fail(ErrorCode::kUsage, "rules of records lack a key",
                  "compare with the keys that are explained in rules/records.toml",
                  place);
    }
    if (before_ != nullptr && rules_.from <= before_->from) {
      return fail(ErrorCode::kUsage, "sets of rules must follow each other by their days",
                  "put the older one first", place + ".from");
    }
    for (const RecordKind kind : kRecordKinds) {
      for (FieldRule& each : rules_.fields[static_cast<std::size_t>(kind)])
        TRY(finish(kind, each));
    }
    return std::move(rules_);
  }

 private:
  FieldRule& field(RecordKind kind, const std::string& name) {
    auto& fields = rules_.fields[static_cast<std::size_t>(kind)];
    const auto at = std::ranges::find(fields, name, &FieldRule::name);
    if (at != fields.end()) return *at;
    fields.emplace_back().name = name;
    return fields.back();
  }

  Result<void> take_head(const Setting& setting) {
    const std::string& key = setting.key;
    if (key == "from") {
      rules_.from = TRY(rules_day(file_, setting));
      from_ = true;
      return {};
    }
    if (key == "ordinal-digits")
      return take_number(setting, kMostDigits, rules_.ordinal_digits);
    if (key == "document-digits")
      return take_number(setting, kMostDigits, rules_.document_digits);
    if (key == "document-separator" && setting.value == decltype(setting.value)("")) {
      rules_.document_separator.clear();
      return {};
    }
    std::string* text = key == "law"                  ? &rules_.law
                        : key == "source"             ? &rules_.source
                        : key == "dossier-code"       ? &rules_.dossier_code
                        : key == "document-separator" ? &rules_.document_separator
                                                      : nullptr;
    if (text == nullptr) return unknown_key(rules_place(file_, setting));
    *text = TRY(rules_text(file_, setting));
    return {};
  }

  Result<void> take_codes(const Setting& setting) {
    std::vector<FieldCode> codes;
    for (const std::string& each : split(TRY(rules_text(file_, setting)), " | ")) {
      const std::size_t space = each.find(' ');
      const std::size_t bar = each.find(" / ");
      if (space == 0 || space == std::string::npos || bar == std::string::npos ||
          bar < space) {
        return fail(ErrorCode::kUsage, "this is no list of codes",
                    "write it as \"CODE VIETNAMESE / ENGLISH | CODE ...\"",
                    rules_place(file_, setting));
      }
      codes.push_back({each.substr(0, space), each.substr(space + 1, bar - space - 1),
                       each.substr(bar + 3)});
    }
    rules_.code_lists[setting.key] = std::move(codes);
    return {};
  }

  Result<void> take_field(FieldRule& rule, const Setting& setting) {
    const std::string& key = setting.key;
    if (key == "required") return take_flag(setting, rule.required);
    if (key == "computed") return take_flag(setting, rule.computed);
    if (key == "most") return take_number(setting, kMostLength, rule.most);
    if (key == "type") return take_type(rule, setting);
    if (key == "required-if") {
      rule.required_if_codes = split(TRY(rules_text(file_, setting)), " ");
      rule.required_if = rule.required_if_codes.front();
      rule.required_if_codes.erase(rule.required_if_codes.begin());
      return {};
    }
    std::string* text = key == "vi"            ? &rule.vi
                        : key == "en"          ? &rule.en
                        : key == "codes"       ? &rule.code_list
                        : key == "not-before"  ? &rule.not_before
                        : key == "proposed-by" ? &rule.proposed_by
                                               : nullptr;
    if (text == nullptr) return unknown_key(rules_place(file_, setting));
    *text = TRY(rules_text(file_, setting));
    return {};
  }

  Result<void> take_type(FieldRule& rule, const Setting& setting) {
    const std::string text = TRY(rules_text(file_, setting));
    const auto at = std::ranges::find(kTypes, std::string_view(text),
                                      &std::pair<std::string_view, ValueType>::first);
    if (at == kTypes.end()) {
      return fail(ErrorCode::kUsage, "there is no such type of field",
                  "write text, code, date, number or year", rules_place(file_, setting));
    }
    rule.type = at->second;
    return {};
  }

  Result<void> take_flag(const Setting& setting, bool& out) const {
    const auto* flag = std::get_if<bool>(&setting.value);
    if (flag == nullptr) {
      return fail(ErrorCode::kUsage, "this must be true or false",
                  "write it without quotes", rules_place(file_, setting));
    }
    out = *flag;
    return {};
  }

  template <typename Integer>
  Result<void> take_number(const Setting& setting, std::int64_t most,
                           Integer& out) const {
    const auto* number = std::get_if<std::int64_t>(&setting.value);
    if (number == nullptr || *number < 1 || *number > most) {
      return fail(ErrorCode::kUsage, "this number is out of range",
                  "lengths go from 1 to 100000, digits of an ordinal from 1 to 12",
                  rules_place(file_, setting));
    }
    out = static_cast<Integer>(*number);
    return {};
  }

  Result<void> finish(RecordKind kind, FieldRule& rule) const {
    const std::string place = file_ + ": " + rules_.name + "." +
                              std::string(record_kind_code(kind)) + "." + rule.name;
    const auto is_field = [&](const std::string& name) {
      return name.empty() || rules_.find(kind, name) != nullptr;
    };
    const auto codes = rules_.code_lists.find(rule.code_list);
    const bool has_codes = codes != rules_.code_lists.end();
    if (rule.vi.empty() || rule.en.empty() || !is_field(rule.required_if) ||
        !is_field(rule.not_before) || has_codes != (rule.type == ValueType::kCode)) {
      return fail(ErrorCode::kUsage, "a field's rules are not whole",
                  "give its names, for codes a list that there is, and name no field "
                  "that there is not",
                  place);
    }
    if (has_codes) rule.codes = codes->second;
    return {};
  }

  const std::string& file_;
  const RecordRules* before_;
  RecordRules rules_;
  bool from_ = false;
};

}  // namespace

std::string_view record_kind_code(RecordKind kind) {
  constexpr std::array<std::string_view, 3> kCodes = {"fonds", "dossier", "document"};
  return kCodes[static_cast<std::size_t>(kind)];
}

std::string_view value_type_code(ValueType type) {
  return kTypes[static_cast<std::size_t>(type)].first;
}

const std::vector<FieldRule>& RecordRules::of(RecordKind kind) const {
  return fields[static_cast<std::size_t>(kind)];
}

const FieldRule* RecordRules::find(RecordKind kind, std::string_view name) const {
  const auto at = std::ranges::find(of(kind), name, &FieldRule::name);
  return at == of(kind).end() ? nullptr : &*at;
}

Result<RecordRuleBook> RecordRuleBook::parse(std::string_view text,
                                             const std::string& file) {
  RecordRuleBook book;
  std::optional<RecordSetReader> reader;
  std::string set;
  for (const Setting& setting : TRY(read_toml(text, file))) {
    const std::string name = setting.table.substr(0, setting.table.find('.'));
    if (!reader || name != set) {
      if (reader) book.sets_.push_back(TRY(reader->finish()));
      set = name;
      reader.emplace(name, file, book.sets_.empty() ? nullptr : &book.sets_.back());
    }
    TRY(reader->take(setting));
  }
  if (!reader) {
    return fail(ErrorCode::kUsage, "there are no rules in this file",
                "compare with rules/records.toml, or remove it", file);
  }
  book.sets_.push_back(TRY(reader->finish()));
  return book;
}

Result<RecordRuleBook> RecordRuleBook::load() {
  const RulesFile file = TRY(load_rules("records"));
  return parse(file.text, file.name);
}

const RecordRules& RecordRuleBook::in_force(const Date& day) const {
  return set_in_force_or_first(sets_, day);
}

Result<RecordRules> current_record_rules() {
  return TRY(RecordRuleBook::load()).in_force(viet_nam_day(now_utc()));
}

}  // namespace tangthu::archive
