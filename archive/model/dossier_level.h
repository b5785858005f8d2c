// A dossier lies at a label that dominates those of its documents; so does the one that
// it is to get. Thread rule: that of the session.
#pragma once

#include "vault/session.h"

namespace tangthu::archive {

// kUsage, with field and rule, where the action would put a dossier below one of its
// documents that the session can read. Any other action passes.
Result<void> check_dossier_level(vault::Session& session, const vault::Action& action);

}  // namespace tangthu::archive
