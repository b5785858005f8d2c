// How long papers are kept: which of them a council may be asked about. Nothing here
// destroys anything; papers under a hold are never candidates.
//
// Thread rule: plain values; find_candidates() that of the session.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/search.h"
#include "base/date.h"

namespace tangthu::archive {

// A set of rules/retention.toml.
struct RetentionRules {
  std::string name;
  Date from;  // first day in force
  std::string law;
  std::string source;
  std::map<std::string, int> years;  // by code of "maintenance"
  bool from_year_end = true;

  // The last day on which a paper of this code and date is kept; nothing: for ever.
  std::optional<Date> kept_until(const std::string& code, const Date& date) const;
};

class RetentionRuleBook {
 public:
  // kUsage, with "FILE:LINE: TABLE.KEY", for what is not rules.
  static Result<RetentionRuleBook> parse(std::string_view text, const std::string& file);
  // "retention" of archive/rules_file.h.
  static Result<RetentionRuleBook> load();
  // Before the first set, the first.
  const RetentionRules& in_force(const Date& day) const;

 private:
  std::vector<RetentionRules> sets_;  // by day; at least one
};

struct RetentionCandidate {
  Listed document;
  std::string code;
  Date kept_until;
};

struct RetentionReview {
  std::vector<RetentionCandidate> candidates;  // the longest overdue first
  std::size_t unknown = 0;  // that have no code, or no date that is sure
  std::size_t held = 0;     // whose time is over, and which are under a hold
  std::size_t damaged = 0;
};

// Documents whose time was over before this day. What somebody said of a document's
// retention counts, else what was said of its dossier. In the audit log before anything
// is opened.
Result<RetentionReview> find_candidates(vault::Session& session,
                                        const RetentionRuleBook& rules, const Date& day);

}  // namespace tangthu::archive
