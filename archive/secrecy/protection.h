// How long a secret is protected, and what its end asks of whom: pure.
//
// Nothing here lowers a level. Protection that ended is named until an officer acts.
#pragma once

#include <optional>
#include <string>

#include "archive/record.h"
#include "archive/secrecy/rules.h"

namespace tangthu::archive {

// "act" of an extension in Record::acts.
inline constexpr const char* kExtend = "extend";
inline constexpr const char* kClassify = "classify";

enum class Protection {
  kUnknownDay,   // nobody knows surely when it was classified: a person must say
  kUnknownRule,  // classified before the first rules that are known
  kNone,         // it is no secret
  kRuns,
  kWarned,  // ends within the first of the rules' days of warning
  kEnded    // waits for an officer's act
};

struct ProtectionState {
  Protection state = Protection::kUnknownDay;
  std::optional<Date> classified;
  std::optional<Date> last_day;   // protected to the end of this day
  int days_left = 0;              // to `last_day`; negative afterwards
  int warning = 0;                // kWarned: which of the rules' days was reached last
  std::optional<Date> extend_by;  // last day on which an extension may be decided
  bool extended = false;          // `last_day` is that of an extension
  std::string law;                // that gives the first period; empty where unknown
};

// What of a record its protection follows from.
struct SecretLife {
  // The day of its issue, as read surely or as a person gave it; of what was made a
  // secret again, the day of that decision.
  std::optional<Date> classified;
  std::optional<Date> extended_until;  // by the last extension
};
SecretLife secret_life(const Record& record);

// Of a document of this level, on this day.
ProtectionState protection(const SecrecyRuleBook& rules, Level level,
                           const SecretLife& life, const Date& today);

}  // namespace tangthu::archive
