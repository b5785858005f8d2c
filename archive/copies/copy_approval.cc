#include "archive/copies/copy_approval.h"

#include <algorithm>

#include "archive/cases/case_room.h"
#include "archive/copies/copy.h"

namespace tangthu::archive {
namespace {

// Of the document, by this case.
Result<int> count_made(vault::Session& session, const vault::Look& look,
                       const DocumentId& id, const DocumentId& document) {
  int out = 0;
  const CopyList all = TRY(list_copies(session, look, 0));
  for (const Entry& copy : all.copies) {
    if (copy.content.value("case", "") == id.to_string() &&
        copy.content.value("document", "") == document.to_string())
      out += copy.content.value("quantity", 0);
  }
  return out;
}

}  // namespace

Result<CopyApproval> read_copy_approval(vault::Session& session, const vault::Look& look,
                                        const DocumentId& id,
                                        const DocumentId& document) {
  const StoredCase stored = TRY(read_case(session, look, id));
  const CaseAct* approved = last_act(stored.walk, "approve");
  if (stored.walk.machine->name != "copying" || approved == nullptr ||
      stored.walk.machine->is_end(stored.state)) {
    return fail(ErrorCode::kUsage, "this case allows no copies",
                "'tangthu copy cases' lists those that are approved", id.to_string());
  }
  const Json& asked = stored.walk.acts.front().says;
  if (std::ranges::count(asked["documents"], Json(document.to_string())) == 0) {
    return fail(ErrorCode::kUsage, "this case is about other documents",
                "'tangthu copy case' names them", id.to_string());
  }
  const int approved_copies = approved->says["copies"].get<int>();
  return CopyApproval{id,
                      approved_copies - TRY(count_made(session, look, id, document)),
                      approved->says.value("decision", ""),
                      approved->by,
                      asked.value("form", ""),
                      asked.value("to", "")};
}

}  // namespace tangthu::archive
