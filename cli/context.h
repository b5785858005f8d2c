// What every command gets: the global options, and the ways to speak.
//
// stdout carries results (with --json: one JSON object a line and nothing else); stderr
// carries progress and messages.
#pragma once

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "vault/session.h"

namespace tangthu::cli {

struct GlobalOptions {
  std::string vault;
  std::string user;
  std::string passphrase_file;
  std::string unseal_key_file;
  bool json = false;
  bool quiet = false;
  int jobs = 0;  // 0: one a core
};

enum class Ask { kOnce, kTwice };

class Context {
 public:
  explicit Context(const GlobalOptions& options) : options_(options) {}

  const GlobalOptions& options() const { return options_; }
  int jobs() const;

  // kUsage when no vault was named.
  Result<std::filesystem::path> vault_folder() const;
  // --user, else the name of the person at the terminal.
  std::string user_name() const;
  // From --passphrase-file, else from the terminal without echo.
  Result<Passphrase> passphrase(Ask ask = Ask::kOnce) const;
  // Whether passphrase() would have to ask a person.
  bool has_passphrase_file() const { return !options_.passphrase_file.empty(); }
  // The vault, unsealed, and the user's session in it. In the single profile the
  // passphrase does both; in the agency profile the root key comes from root_key().
  // A passphrase that was `asked` for before is not asked for again.
  Result<vault::OpenedVault> open_session(vault::Access access,
                                          const Passphrase* asked = nullptr) const;
  // Of an agency vault: from --unseal-key-file or systemd's credential, else from the
  // keeper that custodians have unsealed. kSealedOrBusy when there is none of them.
  Result<vault::RootKey> root_key() const;
  // What only an agency vault has. kUsage in the single profile.
  Result<vault::VaultHeader> agency_header() const;
  // Says that records were damaged, if any were: the exit code becomes that of damage.
  int exit_code_after(std::size_t damaged) const;

  // A result: `json` with --json, else `text` and a line feed.
  void result(const Json& json, const std::string& text) const;
  // So many results, by their place: made by several threads, several at once, and
  // printed in order. For lists as long as the archive.
  void results(std::size_t count, const std::function<Json(std::size_t)>& json,
               const std::function<std::string(std::size_t)>& text) const;
  // A message on stderr; not with --quiet.
  void message(const std::string& text) const;
  // An error on stderr, always.
  void error(const Error& error) const;
  void error(const std::string& subject, const Error& error) const;
  // A line that is overwritten by the next; only on a terminal, not with --quiet.
  void progress(const std::string& text) const;
  void end_progress() const;

 private:
  const GlobalOptions& options_;
  mutable bool progress_shown_ = false;
};

// The first line of a file, at most Passphrase::kMaxBytes.
Result<Passphrase> read_passphrase_file(const std::filesystem::path& file);
// Typed twice without echo, or once; `prompt` is translated.
Result<Passphrase> ask_passphrase(const std::string& prompt, Ask ask);

// True once Ctrl-C or a termination signal came; a second one ends the process at once.
inline constexpr int kInterrupts[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
const std::atomic<bool>& interrupted();
void catch_interrupts();

}  // namespace tangthu::cli
