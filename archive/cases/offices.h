// Offices: who may decide at which level, by appointment and by delegation in writing.
// Both are cases of their own machines; who may decide on a day follows from them and
// from the rules in force on that day. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "archive/cases/case.h"
#include "archive/secrecy/rules.h"

namespace tangthu::archive {

class Offices {
 public:
  // Cases of the machines "office" and "delegation"; others are passed over.
  explicit Offices(std::span<const Case> cases);

  // Holds an office, on this day, that approves copies of this level.
  bool holds(const SecrecyRuleBook& rules, std::string_view user, Level level,
             const Date& day) const;
  // So, or is the deputy of somebody who does, for this level. What a deputy passes on
  // counts nothing.
  bool decides(const SecrecyRuleBook& rules, std::string_view user, Level level,
               const Date& day) const;

 private:
  struct Office {
    std::string user;
    std::string position;
    Date from;
    Date until;
  };
  struct Deputy {
    std::string user;
    std::string of;
    Level level;
    Date from;
    Date until;
  };
  std::vector<Office> offices_;
  std::vector<Deputy> deputies_;
};

}  // namespace tangthu::archive
