// What the secrets that a session may read ask of somebody soon.
#pragma once

#include <vector>

#include "archive/search.h"
#include "archive/secrecy/protection.h"

namespace tangthu::archive {

struct AgendaItem {
  Listed document;
  ProtectionState protection;
  std::vector<Date> notices;  // by when recipients should have been told of decisions
  bool quarantined = false;   // its scan waits for officers to confirm it
};

struct Agenda {
  std::vector<AgendaItem> items;  // the most urgent first: ended, ending, unknown, others
  std::size_t damaged = 0;        // records that could not be opened
};

enum class AgendaScope { kDue, kAll };  // kAll: secrets that ask nothing too

// In the audit log before anything is opened.
Result<Agenda> agenda(vault::Session& session, const SecrecyRuleBook& rules,
                      const Date& today, AgendaScope scope);

}  // namespace tangthu::archive
