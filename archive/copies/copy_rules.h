// What stands on numbered copies, as dated data (rules/copies.toml).
//
// Thread rule: plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "ocr/copies/pdf_copy.h"

namespace tangthu::archive {

// What the texts may ask for, by name without the braces; what is empty or missing
// becomes a dotted line.
using CopyWords = std::map<std::string, std::string>;

struct CopyRules {
  std::string name;
  Date from;  // first day in force
  std::string law;
  std::string source;
  // With {names} in the texts.
  ocr::CopyMarks form;

  ocr::CopyMarks filled_in(ocr::MarkId id, const CopyWords& words) const;
};

class CopyRuleBook {
 public:
  // kUsage, with "FILE:LINE: TABLE.KEY", for what is not rules: no TOML, unknown or
  // missing keys, unknown {names}, sizes out of range, sets out of order.
  static Result<CopyRuleBook> parse(std::string_view text, const std::string& file);
  // As load_rules() finds it (archive/rules_file.h).
  static Result<CopyRuleBook> load();

  // The first set for days before it.
  const CopyRules& in_force(const Date& day) const;

 private:
  std::vector<CopyRules> sets_;  // by day; at least one
};

}  // namespace tangthu::archive
