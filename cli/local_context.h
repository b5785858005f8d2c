// A command at somebody's terminal, on the machine that has the vault.
#pragma once

#include "cli/context.h"

namespace tangthu::cli {

class LocalContext final : public Context {
 public:
  using Context::Context;
  using Context::error;

  bool is_served() const override { return false; }
  Result<std::filesystem::path> vault_folder() const override;
  // --user, else the name of the person at the terminal.
  std::string user_name() const override;
  // From --passphrase-file, else from the terminal without echo.
  Result<Passphrase> passphrase(Ask ask = Ask::kOnce) const override;
  bool has_passphrase() const override { return !options().passphrase_file.empty(); }
  // In the single profile the passphrase opens the vault and logs in; in the agency
  // profile the root key comes from root_key().
  Result<OpenedSession> open_session(vault::Access access,
                                     const Passphrase* asked = nullptr) const override;
  std::shared_ptr<archive::SearchRoom> search_room(
      vault::Session& session) const override {
    return std::make_shared<archive::SearchRoom>(session);
  }
  Result<vault::RootKey> root_key() const override;

  Result<void> write_output(const std::filesystem::path& file,
                            ByteView bytes) const override;
  Result<std::string> read_text(const std::filesystem::path& file,
                                std::size_t most_bytes) const override;
  Result<SecretText> read_secret(const std::filesystem::path& file,
                                 std::size_t most_bytes) const override;
  Result<Passphrase> new_passphrase(const std::filesystem::path& file,
                                    const std::string& prompt) const override;
  Result<void> require_terminal() const override { return {}; }
  Result<bool> confirm(const std::string& question) const override;

  // On stdout.
  void result(const Json& json, const std::string& text) const override;
  bool has_emphasis() const override;
  // On stderr.
  void message(const std::string& text) const override;
  void error(const Error& error) const override;
  void error_line(const std::string& text) const override;

 protected:
  std::string line_of(const Json& json, const std::string& text) const override;
  void print(const std::string& lines) const override;
  // A line on stderr that is overwritten by the next; only on a terminal, and not with
  // --json.
  void show_progress(const Progress& progress) const override;
  void forget_progress() const override;

 private:
  // What is printed takes the line's place; the next one comes below.
  void erase_progress() const;

  mutable ProgressLine progress_line_;
  mutable bool progress_shown_ = false;
};

}  // namespace tangthu::cli
