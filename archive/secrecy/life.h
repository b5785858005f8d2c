// The life of one document as a secret: a walk through the machine "secrecy", which
// follows from the acts in its record and from the level that it has. Pure.
#pragma once

#include "archive/cases/case.h"
#include "archive/record.h"
#include "archive/secrecy/protection.h"

namespace tangthu::archive {

inline constexpr const char* kAdjust = "adjust";
inline constexpr const char* kConfirmScan = "confirm-scan";
inline constexpr const char* kDeclassify = "declassify";
inline constexpr const char* kDeclassifyPartly = "declassify-partly";
inline constexpr const char* kDeclassifyFully = "declassify-fully";

// The level that an act gives the document; nothing when it moves none.
std::optional<Level> level_given(const CaseAct& act);

// Where acts and level disagree, the level is right: an act counts only when the document
// is where it put it, and a level that was given without an act is one by nobody.
Case life_of(const Record& record, Level level);

// As check_act(), and what the rules of secrecy say besides: a further period, a ground
// that holds, a level that is one of a secret, a decision after the classification.
Result<const Transition*> check_life_act(const SecrecyRuleBook& rules,
                                         const Record& record, Level level,
                                         const CaseAct& act, const Actor& actor,
                                         const Date& today);

// In Record::acts: {"act", "by", "at"} and what it says, as texts.
Json record_act(const CaseAct& act);
// Besides, the level that the document had until then. Acts of before it was kept lack
// it.
inline constexpr const char* kLevelBefore = "level_before";

// Decisions of which nobody has been told yet, by when they should have been.
std::vector<Date> notices_due(const SecrecyRuleBook& rules, const Record& record,
                              Level level);

}  // namespace tangthu::archive
