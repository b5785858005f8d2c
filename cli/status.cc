#include <CLI/CLI.hpp>

#include "archive/search.h"
#include "base/clock.h"
#include "cli/commands.h"
#include "cli/message.h"

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

// What the session adds: who it is, and what it may read.
Result<void> add_session(const Context& context, Json& json, std::string& text) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const std::size_t documents =
      TRY(archive::list_documents(*session, {})).documents.size();
  Json labels = Json::array();
  std::string words;
  for (const Label& label : TRY(session->readable_labels())) {
    labels.push_back(label.to_string());
    words += " " + label.to_string();
  }
  json["user"] = session->user().name;
  json["labels"] = labels;
  json["documents"] = documents;
  text += std::string("\n") + tr("user: ") + session->user().name + "\n" +
          tr("may read:") + words + "\n" + tr("documents: ") + std::to_string(documents);
  return {};
}

Result<int> status(Context& context) {
  const auto folder = TRY(context.vault_folder());
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  const std::uint64_t bytes = bytes_below(folder);
  const bool single = header.profile == vault::Profile::kSingle;
  Json json = {{"vault", folder.string()},
               {"format", 2},
               {"profile", single ? "single" : "agency"},
               {"trial", single},
               {"sealed", true},
               {"created", format_utc(header.created)},
               {"bytes", bytes}};
  std::string text =
      std::string(tr("vault: ")) + folder.string() + "\n" +
      (single ? std::string(tr("profile: single (a trial vault for one person)"))
              : std::string(tr("profile: agency"))) +
      "\n" + tr("made: ") + format_utc(header.created) + "\n" + tr("size: ") +
      std::to_string(bytes) + " bytes\n" +
      tr("sealed: between commands, nothing in it can be read");
  if (context.has_passphrase_file()) TRY(add_session(context, json, text));
  context.result(json, text);
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
