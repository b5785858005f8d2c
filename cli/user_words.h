// Users, their roles and clearances, as JSON for programs and words for people.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/level.h"
#include "vault/directory.h"

namespace tangthu::cli {

// "mat+nhan-su", "tuyet-mat+*" for all compartments.
std::string clearance_words(const Clearance& clearance);
// {"level","compartments","all_compartments"}
Json clearance_json(const Clearance& clearance);

Json roles_json(const vault::Roles& roles);
std::string roles_words(const vault::Roles& roles);
Result<vault::Roles> parse_roles(const std::vector<std::string>& codes);

// {"user","roles","disabled","created","clearances"}
Json user_json(const vault::User& user);
std::string user_words(const vault::User& user);

}  // namespace tangthu::cli
