#include "cli/field_words.h"

#include "cli/message.h"

namespace tangthu::cli {

using archive::DescribedField;
using archive::FieldFault;
using archive::FieldRule;

Result<archive::FieldValues> parse_assignments(const std::vector<std::string>& words) {
  archive::FieldValues out;
  for (const std::string& word : words) {
    const std::size_t sign = word.find('=');
    const bool named = sign != std::string::npos && sign > 0;
    if (named && out.emplace(word.substr(0, sign), word.substr(sign + 1)).second)
      continue;
    return fail(ErrorCode::kUsage, "values are given as FIELD=VALUE, each field once",
                "put a value with spaces in quotes: 'subject=...'",
                word.substr(0, named ? sign : 64));
  }
  return out;
}

void report_faults(const Context& context, const Json& place,
                   const std::vector<FieldFault>& faults) {
  for (const FieldFault& fault : faults) {
    if (context.options().json) {
      Json json = place;
      json["field"] = fault.field;
      json["rule"] = fault.rule;
      json["error"] = tr(fault.error.text());
      json["remedy"] = tr(fault.error.remedy());
      context.result(json, "");
    }
    Error error = fault.error;
    if (place.contains("line"))
      error = std::move(error).within("line " + std::to_string(place["line"].get<int>()));
    context.error(error);
  }
}

std::optional<int> refused(const Context& context, const Json& place,
                           const std::vector<FieldFault>& faults) {
  if (faults.empty()) return std::nullopt;
  report_faults(context, place, faults);
  return static_cast<int>(faults.front().error.code());
}

const std::string& field_label(const FieldRule& rule) {
  return in_vietnamese() ? rule.vi : rule.en;
}

std::string rule_words(const FieldRule& rule) {
  std::string out(archive::value_type_code(rule.type));
  if (rule.most > 0) out += ", length " + std::to_string(rule.most);
  if (rule.required) out += ", required";
  if (!rule.required_if.empty()) {
    out += ", required-if " + rule.required_if;
    for (const std::string& code : rule.required_if_codes)
      out += " " + code;
  }
  if (!rule.not_before.empty()) out += ", not-before " + rule.not_before;
  if (rule.computed) out += ", computed";
  return out;
}

std::string value_words(const FieldRule& rule, const std::string& value) {
  for (const archive::FieldCode& each : rule.codes) {
    if (each.code == value)
      return value + " (" + (in_vietnamese() ? each.vi : each.en) + ")";
  }
  return value;
}

Json described_json(const DescribedField& field) {
  const auto text = [](const std::string& value) {
    return value.empty() ? Json() : Json(value);
  };
  return {{"field", field.rule->name},
          {"label", field_label(*field.rule)},
          {"rule", rule_words(*field.rule)},
          {"value", text(field.value)},
          {"settled", field.settled},
          {"by", text(field.by)},
          {"at", text(field.at)},
          {"proposal", text(field.proposal)},
          {"confidence", field.confidence},
          {"earlier", field.earlier}};
}

std::string described_words(const DescribedField& field) {
  const FieldRule& rule = *field.rule;
  std::string out = rule.name + "  " + field_label(rule) + ": ";
  if (field.settled) {
    out += field.value.empty() ? tr("none") : value_words(rule, field.value);
    out += " (" + field.by + ", " + field.at + ")";
  } else {
    out += rule.required ? tr("missing") : "-";
  }
  if (!field.proposal.empty() && field.proposal != field.value)
    out += std::string("; ") + tr("proposed: ") + value_words(rule, field.proposal);
  return out + "  [" + rule_words(rule) + "]";
}

Result<int> print_fields(Context& context) {
  const archive::RecordRules rules = TRY(archive::current_record_rules());
  for (const archive::RecordKind kind : archive::kRecordKinds) {
    for (const FieldRule& rule : rules.of(kind)) {
      Json codes = Json::object();
      std::string words;
      for (const archive::FieldCode& each : rule.codes) {
        const std::string& meaning = in_vietnamese() ? each.vi : each.en;
        codes[each.code] = meaning;
        words += "\n    " + each.code + "  " + meaning;
      }
      const std::string code(archive::record_kind_code(kind));
      context.result({{"kind", code},
                      {"field", rule.name},
                      {"label", field_label(rule)},
                      {"rule", rule_words(rule)},
                      {"codes", std::move(codes)},
                      {"law", rules.law}},
                     code + "  " + rule.name + "  " + field_label(rule) + "  [" +
                         rule_words(rule) + "]" + words);
    }
  }
  return 0;
}

}  // namespace tangthu::cli
