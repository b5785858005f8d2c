// Handing new shares to their custodians (cli/share_file.h).
#include "base/id.h"
#include "cli/custodian_key.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "cli/private_file.h"
#include "cli/share_file.h"
#include "cli/terminal.h"

namespace tangthu::cli {
namespace {

std::string_view text_of(const vault::ShareText& text) {
  return {reinterpret_cast<const char*>(text.reveal().data()), text.reveal().size()};
}

// "# tangthu: custodian 1 of 5; any 3 of them open vault 7h3k…"
std::string heading(const vault::VaultId& vault, const vault::Share& share,
                    std::size_t custodians) {
  return "# tangthu: " + std::string(tr("custodian")) + " " +
         std::to_string(share.part.number) + "/" + std::to_string(custodians) + ", " +
         tr("needed: ") + std::to_string(share.threshold) + ", " + tr("vault ") +
         DocumentId::from_bytes(vault).to_string() + "\n";
}

struct Papers {
  const vault::VaultId& vault;
  std::span<const vault::Share> unseal;
  std::span<const vault::Share> recovery;
};

Result<void> write_text_files(const HandOut& how, const Papers& papers) {
  for (std::size_t i = 0; i < papers.unseal.size(); ++i) {
    const std::string head =
        heading(papers.vault, papers.unseal[i], papers.unseal.size());
    const vault::ShareText unseal = vault::share_to_text(papers.unseal[i]);
    std::vector<std::string_view> parts = {head, "unseal: ", text_of(unseal), "\n"};
    vault::ShareText recovery;
    if (!papers.recovery.empty()) {
      recovery = vault::share_to_text(papers.recovery[i]);
      parts.insert(parts.end(), {"recovery: ", text_of(recovery), "\n"});
    }
    TRY(write_private_file(how.folder / ("share-" + std::to_string(i + 1) + ".txt"),
                           parts));
  }
  return {};
}

Result<void> write_sealed_files(const HandOut& how, const Papers& papers) {
  for (std::size_t i = 0; i < papers.unseal.size(); ++i) {
    const auto key = TRY(read_custodian_public_key(how.custodian_keys[i]));
    const std::string stem = "share-" + std::to_string(i + 1);
    TRY(write_output(how.folder / (stem + ".unseal"),
                     TRY(vault::seal_share(papers.unseal[i], key))));
    if (papers.recovery.empty()) continue;
    TRY(write_output(how.folder / (stem + ".recovery"),
                     TRY(vault::seal_share(papers.recovery[i], key))));
  }
  return {};
}

// kInterrupted when somebody broke it off; what was typed does not matter.
Result<void> wait_for_enter(const Terminal& terminal) {
  const auto typed = read_secret_line(terminal.fd());
  if (typed || typed.error().code() != ErrorCode::kInterrupted) return {};
  terminal.clear();
  return fail(ErrorCode::kInterrupted, "interrupted before every custodian had his share",
              "begin anew; the shares that were shown open nothing");
}

// One custodian after another sees his shares and nobody else's.
Result<void> show_on_terminal(const Papers& papers) {
  const Terminal terminal(Echo::kOn);
  if (!terminal.usable()) {
    return fail(ErrorCode::kUsage, "there is nowhere to write the shares to",
                "give --share-dir DIR, or use a terminal");
  }
  for (std::size_t i = 0; i < papers.unseal.size(); ++i) {
    terminal.clear();
    terminal.print(heading(papers.vault, papers.unseal[i], papers.unseal.size()));
    terminal.print(
        tr("Only this custodian looks at the screen. Press Enter to see the "
           "share, write it down, and press Enter again.\n"));
    TRY(wait_for_enter(terminal));
    terminal.print("unseal: ");
    terminal.print(text_of(vault::share_to_text(papers.unseal[i])));
    if (!papers.recovery.empty()) {
      terminal.print("\nrecovery: ");
      terminal.print(text_of(vault::share_to_text(papers.recovery[i])));
    }
    terminal.print("\n");
    TRY(wait_for_enter(terminal));
    terminal.clear();
  }
  return {};
}

}  // namespace

Result<void> prepare_hand_out(const HandOut& how, unsigned custodians) {
  if (!how.custodian_keys.empty() && how.custodian_keys.size() != custodians) {
    return fail(ErrorCode::kUsage, "there must be one custodian's key for each share",
                "give --custodian-key as often as --shares says");
  }
  for (const auto& file : how.custodian_keys)
    TRY(read_custodian_public_key(file));
  if (how.folder.empty()) {
    if (how.custodian_keys.empty() && Terminal(Echo::kOn).usable()) return {};
    return fail(ErrorCode::kUsage, "there is nowhere to write the shares to",
                "give --share-dir DIR, or use a terminal");
  }
  std::error_code error;
  std::filesystem::create_directories(how.folder, error);
  if (!error) {
    std::filesystem::permissions(how.folder, std::filesystem::perms::owner_all, error);
  }
  if (error || !std::filesystem::is_empty(how.folder, error) || error) {
    return fail(ErrorCode::kUsage, "the folder for the shares can't be made or has files",
                "choose a new folder", how.folder.string());
  }
  return {};
}

Result<void> hand_out(const Context& context, const HandOut& how,
                      const vault::VaultId& vault, std::span<const vault::Share> unseal,
                      std::span<const vault::Share> recovery) {
  const Papers papers{vault, unseal, recovery};
  if (how.folder.empty()) return show_on_terminal(papers);
  if (how.custodian_keys.empty()) {
    TRY(write_text_files(how, papers));
    context.message(
        tr("Give each custodian the file of his number, then erase the folder: whoever "
           "has enough of these files together can open the vault."));
  } else {
    TRY(write_sealed_files(how, papers));
    context.message(
        tr("Give each custodian the files of his number; 'tangthu custodian open' reads "
           "them with his key."));
  }
  return {};
}

}  // namespace tangthu::cli
