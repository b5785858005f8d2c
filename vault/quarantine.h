// Who is cleared for the quarantine (base/quarantine.h), and what has to lie in it.
#pragma once

#include <string>
#include <vector>

#include "base/quarantine.h"
#include "vault/header.h"
#include "vault/roles.h"

namespace tangthu::vault {

// kUsage for whoever is no officer.
Result<void> check_quarantine(const Roles& roles,
                              const std::vector<Clearance>& clearances,
                              const std::string& user);

// Where a scan lies that nobody has approved: a secret of an agency's in quarantine.
Label unapproved_label(Profile profile, const Label& label);

}  // namespace tangthu::vault
