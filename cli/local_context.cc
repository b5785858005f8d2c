#include "cli/local_context.h"

#include <iostream>

#include <pwd.h>
#include <unistd.h>

#include "cli/emphasis.h"
#include "cli/login_card.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "cli/terminal.h"
#include "cli/text_file.h"
#include "vault/root_key_source.h"

namespace tangthu::cli {

Result<std::filesystem::path> LocalContext::vault_folder() const {
  if (options().vault.empty()) {
    return fail(ErrorCode::kUsage, "no vault was named",
                "use --vault DIR or set TANGTHU_VAULT");
  }
  return std::filesystem::path(options().vault);
}

std::string LocalContext::user_name() const {
  if (!options().user.empty()) return options().user;
  const passwd* entry = getpwuid(geteuid());
  return entry != nullptr ? entry->pw_name : "owner";
}

Result<Passphrase> LocalContext::passphrase(Ask ask) const {
  if (has_passphrase())
    return read_passphrase_or_card(options().passphrase_file, options());
  return ask_passphrase(tr("Passphrase: "), ask);
}

Result<vault::RootKey> LocalContext::root_key() const {
  return vault::find_root_key(TRY(vault_folder()), options().unseal_key_file);
}

Result<OpenedSession> LocalContext::open_session(vault::Access access,
                                                 const Passphrase* asked) const {
  const auto folder = TRY(vault_folder());
  const auto secret_of_user = [&]() -> Result<Passphrase> {
    if (asked != nullptr) return asked->clone();
    return passphrase();
  };
  // Before anybody types a passphrase.
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  if (header.profile == vault::Profile::kSingle) {
    const Passphrase secret = TRY(secret_of_user());
    auto opened = TRY(vault::open_with_passphrase(folder, user_name(), secret, access));
    return OpenedSession{std::move(opened.vault), std::move(opened.session)};
  }
  vault::RootKey root = TRY(root_key());
  const Passphrase secret = TRY(secret_of_user());
  OpenedSession out;
  out.vault = TRY(vault::Vault::unseal(folder, std::move(root), access));
  out.session = TRY(out.vault->log_in(user_name(), secret));
  return out;
}

Result<void> LocalContext::write_output(const std::filesystem::path& file,
                                        ByteView bytes) const {
  return cli::write_output(file, bytes);
}

Result<std::string> LocalContext::read_text(const std::filesystem::path& file,
                                            std::size_t most_bytes) const {
  return read_text_file(file, most_bytes);
}

Result<SecretText> LocalContext::read_secret(const std::filesystem::path& file,
                                             std::size_t most_bytes) const {
  return read_private_file(file, most_bytes);
}

Result<Passphrase> LocalContext::new_passphrase(const std::filesystem::path& file,
                                                const std::string& prompt) const {
  if (file.empty()) return ask_passphrase(prompt, Ask::kTwice);
  return read_passphrase_or_card(file, options());
}

Result<bool> LocalContext::confirm(const std::string& question) const {
  return cli::confirm(question);
}

bool LocalContext::has_emphasis() const {
  return cli::has_emphasis(STDOUT_FILENO);
}

std::string LocalContext::line_of(const Json& json, const std::string& text) const {
  return (options().json ? json_line(json) : text) + '\n';
}

void LocalContext::print(const std::string& lines) const {
  erase_progress();
  std::cout << lines << std::flush;
}

void LocalContext::result(const Json& json, const std::string& text) const {
  print(line_of(json, text));
}

void LocalContext::message(const std::string& text) const {
  if (options().quiet) return;
  erase_progress();
  std::cerr << text << '\n';
}

void LocalContext::error(const Error& error) const {
  error_line(describe(error));
}

void LocalContext::error_line(const std::string& text) const {
  erase_progress();
  std::cerr << text << '\n';
}

void LocalContext::show_progress(const Progress& progress) const {
  if (options().json || !can_overwrite(STDERR_FILENO)) return;
  const Bar bar = cli::has_emphasis(STDERR_FILENO) ? Bar::kBold : Bar::kPlain;
  std::cerr << kEraseLine
            << progress_line_.text(progress, std::chrono::steady_clock::now(),
                                   columns_of(STDERR_FILENO), bar)
            << std::flush;
  progress_shown_ = true;
}

void LocalContext::forget_progress() const {
  erase_progress();
  progress_line_.begin_anew();
}

void LocalContext::erase_progress() const {
  if (!progress_shown_) return;
  std::cerr << kEraseLine << std::flush;
  progress_shown_ = false;
}

}  // namespace tangthu::cli
