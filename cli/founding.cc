#include "cli/founding.h"

#include <set>

#include "base/quarantine.h"
#include "cli/message.h"
#include "vault/ceremony.h"
#include "vault/unseal_slots.h"

namespace tangthu::cli {
namespace {

constexpr const char* kKeyFileSlotName = "key file";

struct Office {
  const std::vector<std::string>& names;
  vault::Roles roles;
  std::vector<Clearance> clearances;
};

Result<Passphrase> founder_passphrase(const FoundingOptions& options,
                                      const std::string& name) {
  if (options.founder_passphrases.empty()) {
    return ask_passphrase(tr("Passphrase of ") + name + ": ", Ask::kTwice);
  }
  return read_passphrase_file(options.founder_passphrases / name);
}

Result<std::vector<vault::Founder>> founders(const FoundingOptions& options) {
  const std::vector<std::string> administrators = {options.administrator};
  const Office offices[] = {
      {administrators, {vault::Role::kAdministrator}, {}},
      {options.officers,
       {vault::Role::kOfficer},
       {{Level::kTuyetMat, {kQuarantine}, true}}},
      {options.auditors, {vault::Role::kAuditor}, {}},
      {options.archivists, {vault::Role::kArchivist, vault::Role::kReader}, {}}};
  std::set<std::string> names;
  for (const Office& office : offices) {
    for (const std::string& each : office.names) {
      const std::string name = TRY(vault::normalise_user_name(each));
      if (names.insert(name).second) continue;
      return fail(ErrorCode::kUsage, "a founder is named twice",
                  "each person has one office at the founding", name);
    }
  }
  std::vector<vault::Founder> out;
  for (const Office& office : offices) {
    for (const std::string& each : office.names) {
      const std::string name = TRY(vault::normalise_user_name(each));
      out.push_back({name, TRY(founder_passphrase(options, name)), office.roles,
                     office.clearances});
    }
  }
  return out;
}

Result<void> check(const FoundingOptions& options) {
  if (options.administrator.empty() || options.officers.size() < 2 ||
      options.auditors.empty()) {
    return fail(ErrorCode::kUsage,
                "an agency's vault needs two officers, an administrator and an auditor",
                "name them: --officer NAME --officer NAME --administrator NAME "
                "--auditor NAME");
  }
  if (options.shares == 0 || options.threshold == 0) {
    return fail(ErrorCode::kUsage, "it is not said how many custodians there are",
                "give --shares N --threshold K, as 5 and 3");
  }
  return vault::check_quorum({static_cast<std::uint8_t>(options.threshold),
                              static_cast<std::uint8_t>(options.shares)});
}

void remove_key_file(const FoundingOptions& options) {
  std::error_code ignored;
  if (!options.key_file.empty()) std::filesystem::remove(options.key_file, ignored);
}

// What it could not finish it takes back; a file that was there before stays.
Result<void> add_key_file(const FoundingOptions& options,
                          const std::filesystem::path& folder,
                          const vault::Ceremony& ceremony) {
  if (options.key_file.empty()) return {};
  const auto& id = ceremony.header.id;
  const auto slot = TRY(
      vault::make_key_file_slot(id, ceremony.root, kKeyFileSlotName, options.key_file));
  auto added = vault::add_unseal_slot(folder, id, slot);
  if (!added) remove_key_file(options);
  return added;
}

// What this command has made, of which nobody has the shares: it could never be opened.
void undo(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    std::filesystem::remove_all(entry.path(), ignored);
}

Json names_json(const std::vector<vault::Founder>& founders) {
  Json out = Json::array();
  for (const vault::Founder& founder : founders)
    out.push_back(founder.name);
  return out;
}

}  // namespace

Result<int> found_agency(Context& context, const FoundingOptions& options) {
  TRY(check(options));
  const auto folder = TRY(context.vault_folder());
  vault::CeremonyOptions ceremony_options{{static_cast<std::uint8_t>(options.threshold),
                                           static_cast<std::uint8_t>(options.shares)},
                                          {},
                                          options.cost};
  ceremony_options.founders = TRY(founders(options));
  TRY(prepare_hand_out(options.hand_out, options.shares));
  const vault::Ceremony ceremony = TRY(vault::hold_ceremony(folder, ceremony_options));
  if (auto added = add_key_file(options, folder, ceremony); !added) {
    undo(folder);
    return Failure(std::move(added).error());
  }
  auto handed = hand_out(context, options.hand_out, ceremony.header.id,
                         ceremony.unseal_shares, ceremony.recovery_shares);
  if (!handed) {
    undo(folder);
    remove_key_file(options);
    return Failure(std::move(handed).error());
  }
  Json json = {{"vault", folder.string()},
               {"profile", "agency"},
               {"users", names_json(ceremony_options.founders)},
               {"shares", options.shares},
               {"threshold", options.threshold}};
  if (!options.key_file.empty()) json["key_file"] = options.key_file.string();
  context.result(json, std::string(tr("Made an agency's vault in ")) + folder.string());
  context.message(
      tr("It is sealed: custodians open it with 'tangthu unseal'. Put the "
         "shares to the test before anything is stored."));
  return 0;
}

}  // namespace tangthu::cli
