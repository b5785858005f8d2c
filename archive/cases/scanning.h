// Approvals of scans. Scanning a secret is photographing it, which somebody entitled has
// to approve: cases of the machine "scanning". What an agency scans without one lies in
// quarantine (base/quarantine.h) until officers confirm it (the act "confirm-scan").
#pragma once

#include "archive/scan_approval.h"
#include "vault/session.h"

namespace tangthu::archive {

// The approval as it stands today, for the session's user. kUsage when it allows him no
// scan: another's, not approved, ended, not begun; kNotFound for what he can't read.
Result<ScanApproval> read_scan_approval(vault::Session& session, const DocumentId& id);

}  // namespace tangthu::archive
