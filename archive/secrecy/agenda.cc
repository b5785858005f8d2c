#include "archive/secrecy/agenda.h"

#include <algorithm>
#include <tuple>

#include "archive/catalogue.h"
#include "archive/secrecy/life.h"
#include "base/quarantine.h"

namespace tangthu::archive {
namespace {

bool is_due(const ProtectionState& state) {
  return state.state != Protection::kRuns && state.state != Protection::kNone;
}

int urgency(const ProtectionState& state) {
  switch (state.state) {
    case Protection::kEnded:
      return 0;
    case Protection::kWarned:
      return 1;
    case Protection::kUnknownDay:
    case Protection::kUnknownRule:
      return 2;
    case Protection::kRuns:
    case Protection::kNone:
      break;
  }
  return 3;
}

// What can wait least goes first.
int urgency(const AgendaItem& item) {
  const int by_end = urgency(item.protection);
  return item.quarantined ? std::min(by_end, 2) : by_end;
}

}  // namespace

Result<Agenda> agenda(vault::Session& session, const SecrecyRuleBook& rules,
                      const Date& today, AgendaScope scope) {
  const vault::Look look = TRY(session.look("agenda", {{"day", format_date(today)}}));
  Agenda out;
  out.damaged = TRY(read_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<std::any> {
        std::vector<Date> notices = notices_due(rules, record, label.level);
        if (label.level == Level::kThuong && notices.empty()) return std::any();
        ProtectionState state =
            protection(rules, label.level, secret_life(record), today);
        const bool quarantined = in_quarantine(label);
        const bool asks = is_due(state) || !notices.empty() || quarantined;
        if (scope == AgendaScope::kDue && !asks) return std::any();
        return std::any(AgendaItem{{id, label, std::move(record)},
                                   std::move(state),
                                   std::move(notices),
                                   quarantined});
      },
      [&](std::any&& item) -> Result<void> {
        out.items.push_back(std::move(*std::any_cast<AgendaItem>(&item)));
        return {};
      }));
  const auto key = [](const AgendaItem& item) {
    return std::tuple(urgency(item), item.protection.days_left, item.document.id);
  };
  std::sort(out.items.begin(), out.items.end(),
            [&key](const AgendaItem& a, const AgendaItem& b) { return key(a) < key(b); });
  return out;
}

}  // namespace tangthu::archive
