// What users may do. Reading is not among it: that takes a label's key, which a clearance
// brings (vault/directory.h). Roles separate duties; docs/THREATS.md says against whom.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tangthu::vault {

// Stored on disk: the values are frozen.
enum class Role : std::uint8_t {
  kOperator = 0,       // takes papers in
  kArchivist = 1,      // takes in, describes, proposes levels and destruction
  kReader = 2,         // searches and reads what he is cleared for
  kOfficer = 3,        // signs grants, levels and destruction, with a second officer
  kAuditor = 4,        // reads the audit log
  kCustodian = 5,      // keeps a share of the unseal key
  kAdministrator = 6,  // users, backups, the machine; never a document
};
inline constexpr Role kAllRoles[] = {
    Role::kOperator, Role::kArchivist, Role::kReader,       Role::kOfficer,
    Role::kAuditor,  Role::kCustodian, Role::kAdministrator};

std::string_view role_code(Role role);  // "operator", …: as on the command line
Result<Role> parse_role(std::string_view code);

class Roles {
 public:
  Roles() = default;
  Roles(std::initializer_list<Role> roles);
  static Roles all();
  static std::optional<Roles> from_bits(std::uint16_t bits);
  std::uint16_t bits() const { return bits_; }
  void add(Role role);
  bool has(Role role) const;
  bool empty() const { return bits_ == 0; }
  std::vector<Role> list() const;
  bool operator==(const Roles&) const = default;

 private:
  std::uint16_t bits_ = 0;
};

enum class Duty {
  kTakeIn,       // ingest, scan
  kRead,         // search, list, show, get
  kDescribe,     // edit fields
  kIndex,        // merge search packets: shows nothing to anybody
  kPropose,      // a grant, roles, a level, a destruction: to be signed by officers
  kSign,         // as an officer
  kManageUsers,  // add, list, disable, revoke
  kMaintain,     // back up, rotate keys, stations
  kReadLog,
};
bool allows(const Roles& roles, Duty duty);
// The error for whoever may not.
Result<void> require(const Roles& roles, Duty duty);

// Separation of duties in the agency profile: whoever runs the machine, and whoever
// inspects, does nothing else with documents. kUsage names the two that exclude.
Result<void> check_separation(const Roles& roles);
// kUsage for whoever is never cleared for documents: administrators and auditors.
Result<void> check_clearable(const Roles& roles, const std::string& user);

}  // namespace tangthu::vault
