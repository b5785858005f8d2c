// What allows a scan of secrets: a case of the machine "scanning".
#pragma once

#include "base/id.h"
#include "base/level.h"

namespace tangthu::archive {

struct ScanApproval {
  DocumentId id;  // of the case
  Level level;    // of secrets up to this one

  bool covers(Level scanned) const { return scanned <= level; }
};

}  // namespace tangthu::archive
