// What is left of a secret that was destroyed: that there was one, of which level, by
// which decision and when; for the annual report. An entry "destroyed" under the
// document's label:
//   {"kind", "document", "decision", "by", "at"}
// It is there before the document goes, and says something only once it is gone: a
// destruction that failed leaves one that nobody counts, the next adds another.
// Thread rule: that of the session.
#pragma once

#include <map>

#include "archive/entry.h"

namespace tangthu::archive {

// Of those documents that are secrets.
Result<void> note_destruction(vault::Session& session,
                              const vault::DestroyAction& action);

struct DestroyedSecret {
  Level level = Level::kThuong;
  UnixSeconds at = 0;
};
struct DestroyedSecrets {
  std::map<DocumentId, DestroyedSecret> secrets;  // that are gone
  std::size_t damaged = 0;
};
Result<DestroyedSecrets> destroyed_secrets(vault::Session& session,
                                           const vault::Look& look);

}  // namespace tangthu::archive
