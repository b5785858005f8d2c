#include "vault/quarantine.h"

#include <algorithm>

namespace tangthu::vault {

Result<void> check_quarantine(const Roles& roles,
                              const std::vector<Clearance>& clearances,
                              const std::string& user) {
  const bool cleared = std::ranges::any_of(clearances, [](const Clearance& each) {
    return each.compartments.contains(kQuarantine);
  });
  if (!cleared || roles.has(Role::kOfficer)) return {};
  return fail(ErrorCode::kUsage, "only officers are cleared for the quarantine",
              "leave the compartment cach-ly out; 'tangthu revoke' takes it back", user);
}

Label unapproved_label(Profile profile, const Label& label) {
  const bool waits = profile == Profile::kAgency && label.level >= Level::kMat;
  return waits ? into_quarantine(label) : label;
}

}  // namespace tangthu::vault
