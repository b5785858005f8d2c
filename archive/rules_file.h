// Rules that are dated data (rules/NAME.toml), so that a change of the law is an edit.
// Where they lie; what stands in them is the business of whoever reads them.
// Thread rule: pure.
#pragma once

#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "base/toml.h"

namespace tangthu::archive {

struct RulesFile {
  std::string name;  // the path, for messages
  std::string text;
};

// $TANGTHU_RULES/NAME.toml, /etc/tangthu/rules/NAME.toml, or what is built in: the first
// that is there. kBadInput when it can't be read or is larger than kMaxSettingsBytes, or
// the folder that TANGTHU_RULES names is not there.
Result<RulesFile> load_rules(std::string_view name);

// rules/NAME.toml as it was when the program was built; empty when there is none.
std::string_view built_in_rules(std::string_view name);

// What every file of rules is made of, refused with "FILE:LINE: TABLE.KEY".
std::string rules_place(const std::string& file, const Setting& setting);
Result<std::string> rules_text(const std::string& file, const Setting& setting);
Result<Date> rules_day(const std::string& file, const Setting& setting);

}  // namespace tangthu::archive
