#include "archive/cases/scanning.h"

#include "archive/cases/case_room.h"

namespace tangthu::archive {
namespace {

Failure allows_no_scan(const DocumentId& id, Literal text, Literal remedy) {
  return fail(ErrorCode::kUsage, text, remedy, id.to_string());
}

}  // namespace

Result<ScanApproval> read_scan_approval(vault::Session& session, const DocumentId& id) {
  const vault::Look look = TRY(session.look("case-look", {{"id", id.to_string()}}));
  const StoredCase stored = TRY(read_case(session, look, id));
  if (stored.walk.machine->name != "scanning" || stored.state != "approved") {
    return allows_no_scan(
        id, "this case allows no scan",
        "'tangthu scanning cases' lists those that are approved; without --approval the "
        "papers wait in quarantine until officers confirm the scan");
  }
  const Json& says = stored.walk.acts.front().says;
  if (says.value("user", "") != session.user().name) {
    return allows_no_scan(id, "this approval is another user's",
                          "have whoever it names scan, or ask for one of your own");
  }
  const std::string today = format_date(viet_nam_day(now_utc()));
  if (today < says.value("from", "") || says.value("until", "") < today) {
    return allows_no_scan(id, "this approval has not begun, or has ended",
                          "ask for another with 'tangthu scanning ask'");
  }
  return ScanApproval{id, stored.entry.label.level};
}

}  // namespace tangthu::archive
