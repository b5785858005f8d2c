// The rules of secrecy as dated data (rules/secrecy.toml): a change of the law is an
// edit.
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/level.h"
#include "base/result.h"

namespace tangthu::archive {

struct SecrecyRules {
  std::string name;
  Date from;  // first day in force
  std::string law;
  std::string source;
  std::array<int, 3> years{};  // of mat, toi-mat, tuyet-mat
  int extend_before_days = 0;
  int notice_days = 0;
  std::vector<int> warn_days;  // descending, at least one
  // Codes of positions whose holders approve copying, of mat, toi-mat, tuyet-mat.
  std::array<std::vector<std::string>, 3> copying;

  // Of protection, and at most of one extension; 0 for thuong.
  int years_of(Level level) const;
  // None for thuong, which everybody may copy.
  const std::vector<std::string>& copying_of(Level level) const;
  bool knows_position(std::string_view code) const;
};

class SecrecyRuleBook {
 public:
  // kUsage, with "FILE:LINE: TABLE.KEY", for what is not rules: no TOML, unknown or
  // missing keys, figures out of range, sets out of order.
  static Result<SecrecyRuleBook> parse(std::string_view text, const std::string& file);
  // "secrecy" of archive/rules_file.h.
  static Result<SecrecyRuleBook> load();

  // Nothing before the first set.
  const SecrecyRules* in_force(const Date& day) const;
  const SecrecyRules& in_force_or_first(const Date& day) const;

 private:
  std::vector<SecrecyRules> sets_;  // by day; at least one
};

}  // namespace tangthu::archive
