#include "vault/roles.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tangthu::vault {
namespace {

constexpr std::array<std::string_view, 7> kCodes = {
    "operator", "archivist", "reader",       "officer",
    "auditor",  "custodian", "administrator"};

std::uint16_t bit(Role role) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(role));
}

Roles holders(Duty duty) {
  switch (duty) {
    case Duty::kTakeIn:
      return {Role::kOperator, Role::kArchivist};
    case Duty::kRead:
      return {Role::kReader, Role::kArchivist, Role::kOfficer};
    case Duty::kDescribe:
      return {Role::kArchivist};
    case Duty::kIndex:
      return {Role::kOperator, Role::kArchivist, Role::kReader, Role::kOfficer};
    case Duty::kPropose:
      return {Role::kOfficer, Role::kArchivist, Role::kAdministrator};
    case Duty::kSign:
      return {Role::kOfficer};
    case Duty::kManageUsers:
      return {Role::kAdministrator, Role::kOfficer};
    case Duty::kMaintain:
      return {Role::kAdministrator};
    case Duty::kReadLog:
      return {Role::kAuditor};
  }
  return {};
}

}  // namespace

std::string_view role_code(Role role) {
  return kCodes.at(static_cast<std::size_t>(role));
}

Result<Role> parse_role(std::string_view code) {
  for (const Role role : kAllRoles) {
    if (role_code(role) == code) return role;
  }
  return fail(ErrorCode::kUsage, "unknown role",
              "use operator, archivist, reader, officer, auditor, custodian or "
              "administrator",
              std::string(code.substr(0, 64)));
}

Roles::Roles(std::initializer_list<Role> roles) {
  for (const Role role : roles)
    add(role);
}

Roles Roles::all() {
  Roles out;
  for (const Role role : kAllRoles)
    out.add(role);
  return out;
}

std::optional<Roles> Roles::from_bits(std::uint16_t bits) {
  if ((bits & ~all().bits_) != 0) return std::nullopt;
  Roles out;
  out.bits_ = bits;
  return out;
}

void Roles::add(Role role) {
  bits_ = static_cast<std::uint16_t>(bits_ | bit(role));
}

bool Roles::has(Role role) const {
  return (bits_ & bit(role)) != 0;
}

std::vector<Role> Roles::list() const {
  std::vector<Role> out;
  std::copy_if(std::begin(kAllRoles), std::end(kAllRoles), std::back_inserter(out),
               [this](Role role) { return has(role); });
  return out;
}

bool allows(const Roles& roles, Duty duty) {
  return (roles.bits() & holders(duty).bits()) != 0;
}

Result<void> require(const Roles& roles, Duty duty) {
  if (allows(roles, duty)) return {};
  return fail(ErrorCode::kNotFound, "your role does not include this",
              "ask whoever has it; 'tangthu help roles' has the table");
}

Result<void> check_separation(const Roles& roles) {
  for (const Role apart : {Role::kAdministrator, Role::kAuditor}) {
    if (!roles.has(apart)) continue;
    for (const Role other : {Role::kOperator, Role::kArchivist, Role::kReader,
                             Role::kOfficer, Role::kAuditor, Role::kAdministrator}) {
      if (other == apart || !roles.has(other)) continue;
      return fail(ErrorCode::kUsage, "these roles exclude each other",
                  "an administrator or an auditor has no other role but custodian",
                  std::string(role_code(apart)) + " + " + std::string(role_code(other)));
    }
  }
  return {};
}

Result<void> check_clearable(const Roles& roles, const std::string& user) {
  if (!roles.has(Role::kAdministrator) && !roles.has(Role::kAuditor)) return {};
  return fail(
      ErrorCode::kUsage, "an administrator or an auditor is never cleared for documents",
      "give role and clearance to two users; 'tangthu revoke' takes one back", user);
}

}  // namespace tangthu::vault
