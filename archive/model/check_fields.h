// Whether values fit their fields. Each fault names the field, the rule and the remedy.
// Thread rule: pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/model/record_rules.h"

namespace tangthu::archive {

using FieldValues = std::map<std::string, std::string>;  // by name; none is empty

struct FieldFault {
  std::string field;
  // For programs, with its figures: "length 100", "code 01 02 03", "date DD/MM/YYYY",
  // "number 10", "year", "text", "required", "required-if confidenceLevel 02 03",
  // "not-before startDate", "computed", "unknown-field", and what archive/model/ adds.
  std::string rule;
  Error error;  // its subject is "FIELD (RULE)"
};
FieldFault field_fault(ErrorCode code, const std::string& field, std::string rule,
                       Literal text, Literal remedy);

// One value, in the form in which it is kept: NFC, one line, dates DD/MM/YYYY. Empty is
// "none". Computed fields take no value.
Result<std::string> field_value(const FieldRule& rule, std::string_view typed);

// What people typed, in the form in which it is kept, each by itself; an empty value
// takes the field's away, where it may be without. Faults are added.
FieldValues typed_values(const RecordRules& rules, RecordKind kind,
                         const FieldValues& typed, std::vector<FieldFault>& faults);

// What fields ask of each other: one date no earlier than another.
void check_together(const RecordRules& rules, RecordKind kind, const FieldValues& values,
                    std::vector<FieldFault>& faults);
// Fields that must have a value and have none; computed ones are not asked for.
void check_complete(const RecordRules& rules, RecordKind kind, const FieldValues& values,
                    std::vector<FieldFault>& faults);

// "05/03/2020" → "2020-03-05" and back; nothing for what is no such date.
std::optional<Date> parse_field_date(std::string_view text);
std::string field_date(const Date& date);

}  // namespace tangthu::archive
