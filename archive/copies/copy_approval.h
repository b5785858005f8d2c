// What a case of the machine "copying" allows: so many copies of its documents.
#pragma once

#include <string>

#include "archive/entry.h"

namespace tangthu::archive {

struct CopyApproval {
  DocumentId id;         // of the case
  int left = 0;          // copies of the document that may still be made
  std::string decision;  // its number
  std::string approver;  // who approved
  std::string form;      // of copying, as it was asked for
  std::string to;        // who is to receive them
};

// As it stands now, of this document. kUsage when the case approves no copy of it;
// kNotFound when the session can't read the case.
Result<CopyApproval> read_copy_approval(vault::Session& session, const vault::Look& look,
                                        const DocumentId& id, const DocumentId& document);

}  // namespace tangthu::archive
