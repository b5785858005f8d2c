// A case: one walk through a machine (archive/cases/machine.h), as the acts that were
// done. Its state follows from them. Pure: who may look and where it is kept is
// case_room.h's business.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "archive/cases/machine.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/level.h"
#include "vault/roles.h"

namespace tangthu::archive {

struct CaseAct {
  std::string act;
  std::string by;  // user
  UnixSeconds at = 0;
  // NAME → text, day "YYYY-MM-DD", whole number, or list of ids.
  Json says = Json::object();
};

struct Case {
  const Machine* machine = nullptr;
  Level level = Level::kThuong;  // of what it is about
  std::vector<CaseAct> acts;
};

// Empty before the first act. kCorrupt when the acts are no walk through the machine.
Result<std::string> state_of(const Case& walk);
// The last act of this name; nothing when there is none.
const CaseAct* last_act(const Case& walk, std::string_view act);
// The day by which somebody has to be told of what was decided, of each decision that
// was not followed by a "notify" yet. `notice_days` of the day of a decision.
std::vector<Date> notices_due(const Case& walk,
                              const std::function<int(const Date&)>& notice_days);

struct Actor {
  std::string name;
  vault::Roles roles;
  // The one person of a trial vault: there is nobody to be separate from.
  bool alone = false;
  // Holds an office that decides this for the level, on this day; or its delegation.
  std::function<bool(const Machine&, Level, const Date&)> has_authority;
};

// The row by which this act may be done now. kUsage, naming the act and what it wants,
// when none allows it, a field is missing, malformed, too long or not of the act, the
// decision's day is in the future or before the act that it answers; kNotFound when it is
// not the actor's to do.
Result<const Transition*> check_act(const Case& walk, const CaseAct& act,
                                    const Actor& actor, const Date& today);

// Limits of what an act says.
inline constexpr std::size_t kMaxFieldBytes = 1000;
inline constexpr std::size_t kMaxCaseDocuments = 1000;
inline constexpr std::size_t kMaxCaseActs = 500;

Json act_json(const CaseAct& act);
// kCorrupt when it is none.
Result<CaseAct> read_act(const Json& json);

}  // namespace tangthu::archive
