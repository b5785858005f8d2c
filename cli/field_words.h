// How fields, and what is wrong with them, are told to people and programs.
#pragma once

#include <string>
#include <vector>

#include "archive/model/check_fields.h"
#include "archive/model/described.h"
#include "cli/context.h"

namespace tangthu::cli {

// "FIELD=VALUE" each, a field once. kUsage.
Result<archive::FieldValues> parse_assignments(const std::vector<std::string>& words);

// Every fault on stderr, with --json {"field","rule","error","remedy"} and `place` on
// stdout too.
void report_faults(const Context& context, const Json& place,
                   const std::vector<archive::FieldFault>& faults);
// The same, where there are any: the exit code of the first.
std::optional<int> refused(const Context& context, const Json& place,
                           const std::vector<archive::FieldFault>& faults);

// In the language of the messages.
const std::string& field_label(const archive::FieldRule& rule);
// "length 100, required", as faults name rules.
std::string rule_words(const archive::FieldRule& rule);
// A value with the meaning of its code.
std::string value_words(const archive::FieldRule& rule, const std::string& value);

Json described_json(const archive::DescribedField& field);
std::string described_words(const archive::DescribedField& field);

// 'tangthu help fields'
Result<int> print_fields(Context& context);

}  // namespace tangthu::cli
