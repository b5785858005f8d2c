#include "archive/model/described.h"

#include "archive/model/kept_fields.h"
#include "archive/review_item.h"
#include "archive/settled_field.h"
#include "base/unicode.h"
#include "ocr/decree30.h"

namespace tangthu::archive {

std::string type_name(const std::string& value) {
  for (const ocr::DocumentType& type : ocr::document_types()) {
    if (!type.abbreviation.empty() && value == type.abbreviation)
      return std::string(type.name);
  }
  return value;
}

namespace {

bool is_on_paper(const FieldRule& rule) {
  return is_field_name(rule.proposed_by);
}

// The decree's abbreviation, which fits the field; what has none is written as it is.
std::string short_type(const std::string& name) {
  for (const ocr::DocumentType& type : ocr::document_types()) {
    if (!type.abbreviation.empty() && fold(name) == fold(type.name))
      return std::string(type.abbreviation);
  }
  return name;
}

// From the form in which recognition keeps it to that of the descriptive field, and back.
std::string to_described(const FieldRule& rule, const std::string& read) {
  if (rule.type == ValueType::kDate) {
    const auto date = parse_date(read);
    return date ? field_date(*date) : read;
  }
  return rule.proposed_by == "type" ? short_type(read) : read;
}

std::string to_read(const FieldRule& rule, const std::string& value) {
  if (rule.type == ValueType::kDate) {
    const auto date = parse_field_date(value);
    return date ? format_date(*date) : value;
  }
  return rule.proposed_by == "type" ? type_name(value) : value;
}

std::string text_of(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

double confidence_of(const Json& json) {
  const auto at = json.find("confidence");
  return at != json.end() && at->is_number() ? at->get<double>() : 0;
}

// What fits the field; a proposal that does not is none.
std::string fitting(const FieldRule& rule, const std::string& proposal) {
  if (proposal.empty()) return proposal;
  const auto value = field_value(rule, proposal);
  return value ? *value : std::string();
}

DescribedField from_paper(const FieldRule& rule, const Record& record) {
  DescribedField out;
  out.rule = &rule;
  const auto field = record.fields.find(rule.proposed_by);
  if (field == record.fields.end() || !field->is_object()) return out;
  const auto readings = field->find("readings");
  if (readings == field->end() || !readings->is_array() || readings->empty()) {
    out.proposal = fitting(rule, to_described(rule, text_of(*field, "value")));
    out.confidence = confidence_of(*field);
    return out;
  }
  const Json& read = readings->front();
  out.proposal = fitting(rule, to_described(rule, text_of(read, "value")));
  out.confidence = confidence_of(read);
  for (const Json& each : *readings) {
    if (!each.is_object() || text_of(each, "by").empty()) continue;
    if (out.settled)
      out.earlier.push_back({{"value", out.value}, {"by", out.by}, {"at", out.at}});
    out.settled = true;
    out.value = to_described(rule, text_of(each, "value"));
    out.by = text_of(each, "by");
    out.at = text_of(each, "at");
  }
  return out;
}

DescribedField from_persons(const FieldRule& rule, const Record& record) {
  DescribedField out;
  out.rule = &rule;
  const auto field = record.described.find(rule.name);
  if (field == record.described.end()) return out;
  out.settled = true;
  out.value = field->at("value");
  out.by = field->at("by");
  out.at = format_utc(field->at("at").get<UnixSeconds>());
  for (const Json& each : field->at("earlier")) {
    out.earlier.push_back({{"value", each.at("value")},
                           {"by", each.at("by")},
                           {"at", format_utc(each.at("at").get<UnixSeconds>())}});
  }
  return out;
}

}  // namespace

std::vector<DescribedField> described_fields(const RecordRules& rules,
                                             const Record& record,
                                             const FieldValues& dossier) {
  std::vector<DescribedField> out;
  for (const FieldRule& rule : rules.of(RecordKind::kDocument)) {
    if (rule.computed) continue;
    if (is_on_paper(rule)) {
      out.push_back(from_paper(rule, record));
      continue;
    }
    DescribedField field = from_persons(rule, record);
    const auto said = dossier.find(rule.name);
    if (rule.proposed_by == "pages" && record.pages > 0)
      field.proposal = fitting(rule, std::to_string(record.pages));
    if (rule.proposed_by == "dossier" && said != dossier.end())
      field.proposal = fitting(rule, said->second);
    if (!field.proposal.empty()) field.confidence = 1;
    out.push_back(std::move(field));
  }
  return out;
}

FieldValues described_values(const RecordRules& rules, const Record& record) {
  FieldValues out;
  for (DescribedField& field : described_fields(rules, record, {})) {
    if (!field.value.empty()) out[field.rule->name] = std::move(field.value);
  }
  return out;
}

std::vector<std::string> describe(const RecordRules& rules, Record& record,
                                  const FieldValues& values, const std::string& by,
                                  UnixSeconds at) {
  std::vector<std::string> changed;
  for (const DescribedField& field : described_fields(rules, record, {})) {
    const FieldRule& rule = *field.rule;
    const auto wanted = values.find(rule.name);
    if (wanted == values.end()) continue;
    std::string value = wanted->second;
    if (is_on_paper(rule)) {
      value = to_described(rule, to_read(rule, value));  // "Quyết định" is "QĐ"
      // Settled anew where recognition alone has said it: that is a confirmation.
      if (field.settled ? field.value == value : value.empty() && field.proposal.empty())
        continue;
      settle_field(record, rule.proposed_by,
                   value.empty() ? Json(nullptr) : Json(to_read(rule, value)), by, at);
    } else if (!keep_value(record.described, rule.name, value, by, at)) {
      continue;
    }
    changed.push_back(rule.name);
  }
  if (!changed.empty()) forget_settled_warnings(record);
  return changed;
}

}  // namespace tangthu::archive
