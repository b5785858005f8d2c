// Requests that wait for officers, as JSON and as words.
#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "vault/approval.h"

namespace tangthu::cli {

using UserNames = std::map<vault::UserId, std::string>;

// {"request","action","proposer","created","expires","officers","approvals", and what
// belongs to the action: "user" and a clearance or "roles"; "id", "level",
// "compartments", "new_key"; "ids", "decision"; "station", "fingerprint"}
Json request_json(const vault::Request& request, const UserNames& names);
// One line, from such JSON.
std::string request_words(const Json& request);

}  // namespace tangthu::cli
