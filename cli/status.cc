#include <CLI/CLI.hpp>

#include "archive/search.h"
#include "base/clock.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/shred_words.h"
#include "cli/status_custody.h"
#include "cli/user_words.h"
#include "vault/journal.h"

namespace tangthu::cli {
namespace {

std::uint64_t bytes_below(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder, ignored)) {
    if (entry.is_regular_file(ignored)) bytes += entry.file_size(ignored);
  }
  return bytes;
}

// What is being put together: the same facts for programs and for people.
struct Status {
  Json json;
  std::string text;
};

// What the session adds: who it is, and what it may read.
Result<void> add_session(const Context& context, Status& status) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  Json labels = Json::array();
  std::string words;
  for (const Label& label : TRY(session->readable_labels())) {
    labels.push_back(label.to_string());
    words += " " + label.to_string();
  }
  const vault::User& user = session->user();
  status.json["user"] = user.name;
  status.json["roles"] = roles_json(user.roles);
  status.json["labels"] = labels;
  status.text += tr("user: ") + user.name + " (" + roles_words(user.roles) + ")\n" +
                 tr("may read:") + words + "\n";
  if (!vault::allows(user.roles, vault::Duty::kRead)) return {};
  const auto documents = TRY(archive::list_documents(*session, {})).documents.size();
  status.json["documents"] = documents;
  status.text += tr("documents: ") + std::to_string(documents) + "\n";
  return {};
}

Result<void> add_log(const std::filesystem::path& folder,
                     const vault::VaultHeader& header, Status& status) {
  const auto checkpoint = TRY(vault::last_checkpoint(folder, header));
  if (!checkpoint) return {};
  const vault::Checkpoint& last = checkpoint->checkpoint;
  status.json["generation"] = last.generation;
  status.json["log"] = {{"entries", last.head.size}, {"signed", format_utc(last.time)}};
  status.text += tr("audit log: ") + std::to_string(last.head.size) +
                 tr(" entries, signed ") + format_utc(last.time) + "\n";
  return {};
}

Result<void> add_shred_slots(const Context& context, Status& status) {
  Json slots = TRY(unconfirmed_slots_json(context));
  for (const Json& slot : slots) {
    status.text += tr("shred slot that has not confirmed: ") +
                   slot["name"].get<std::string>() + " (" +
                   slot["file"].get<std::string>() + ")\n";
  }
  status.json["unconfirmed_shred_slots"] = std::move(slots);
  return {};
}

// Whether a session can be had.
Result<bool> add_state(const Context& context, const std::filesystem::path& folder,
                       const vault::VaultHeader& header, Status& status) {
  if (header.profile == vault::Profile::kSingle) {
    status.json["sealed"] = true;
    status.text +=
        std::string(tr("sealed: between commands, nothing in it can be read")) + "\n";
    return true;
  }
  if (context.is_served()) {
    status.json["sealed"] = false;
    status.json["state"] = "served";
    status.text += std::string(tr("unsealed: a server holds it open")) + "\n";
    return true;
  }
  const Custody custody = TRY(describe_custody(folder));
  status.json["sealed"] = custody.sealed;
  status.json.update(custody.json);
  status.text += custody.text;
  return !custody.sealed;
}

Result<int> status(Context& context) {
  const auto folder = TRY(context.vault_folder());
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  const std::uint64_t bytes = bytes_below(folder);
  const bool single = header.profile == vault::Profile::kSingle;
  Status status;
  status.json = {{"vault", folder.string()},
                 {"format", 2},
                 {"profile", single ? "single" : "agency"},
                 {"trial", single},
                 {"created", format_utc(header.created)},
                 {"bytes", bytes}};
  status.text = std::string(tr("vault: ")) + folder.string() + "\n" +
                (single ? tr("profile: single (a trial vault for one person)")
                        : tr("profile: agency")) +
                "\n" + tr("made: ") + format_utc(header.created) + "\n" + tr("size: ") +
                std::to_string(bytes) + " bytes\n";
  const bool unsealed = TRY(add_state(context, folder, header, status)) ||
                        !context.options().unseal_key_file.empty();
  TRY(add_log(folder, header, status));
  TRY(add_shred_slots(context, status));
  if (unsealed && context.has_passphrase()) TRY(add_session(context, status));
  status.text.pop_back();  // the last line feed
  context.result(status.json, status.text);
  return 0;
}

}  // namespace

void add_status(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand(
      "status",
      "show the state of the vault; with --passphrase-file, of your session too");
  command->callback([&chosen] { chosen = status; });
}

}  // namespace tangthu::cli
