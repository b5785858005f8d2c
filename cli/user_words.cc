#include "cli/user_words.h"

#include "base/clock.h"
#include "cli/message.h"

namespace tangthu::cli {

std::string clearance_words(const Clearance& clearance) {
  std::string out = Label{clearance.level, clearance.compartments}.to_string();
  if (clearance.all_compartments) out += "+*";
  return out;
}

Json clearance_json(const Clearance& clearance) {
  return {{"level", level_code(clearance.level)},
          {"compartments", clearance.compartments},
          {"all_compartments", clearance.all_compartments}};
}

Json roles_json(const vault::Roles& roles) {
  Json out = Json::array();
  for (const vault::Role role : roles.list())
    out.push_back(vault::role_code(role));
  return out;
}

std::string roles_words(const vault::Roles& roles) {
  std::string out;
  for (const vault::Role role : roles.list()) {
    if (!out.empty()) out += " ";
    out += vault::role_code(role);
  }
  return out;
}

Result<vault::Roles> parse_roles(const std::vector<std::string>& codes) {
  vault::Roles out;
  for (const std::string& code : codes)
    out.add(TRY(vault::parse_role(code)));
  return out;
}

Json user_json(const vault::User& user) {
  Json clearances = Json::array();
  for (const Clearance& clearance : user.clearances)
    clearances.push_back(clearance_json(clearance));
  return {{"user", user.name},
          {"roles", roles_json(user.roles)},
          {"disabled", user.disabled},
          {"created", format_utc(user.created)},
          {"clearances", std::move(clearances)}};
}

std::string user_words(const vault::User& user) {
  std::string out = user.name;
  if (!user.roles.empty()) out += " " + roles_words(user.roles);
  for (const Clearance& clearance : user.clearances)
    out += "  " + clearance_words(clearance);
  if (user.disabled) out += std::string("  ") + tr("(disabled)");
  return out;
}

}  // namespace tangthu::cli
