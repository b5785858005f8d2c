// What every command gets: the global options, a session, the ways to speak and to ask,
// and the user's files. A command that keeps to it runs at a terminal (local_context.h)
// and in the server for somebody far away (server/command_context.h) alike.
//
// Results are one JSON object a line with --json and text without; everything else is a
// message. Thread rule: one thread.
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "archive/search_view.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "cli/private_file.h"
#include "cli/progress.h"
#include "vault/session.h"

namespace tangthu::cli {

struct GlobalOptions {
  std::string vault;
  std::string server;  // a URL (http/url.h)
  std::string server_authorities;
  std::string client_certificate;
  std::string client_key;
  std::string user;
  std::string passphrase_file;
  std::string login_token;  // of a login card, as --token takes it
  std::string login_pin_file;
  std::string unseal_key_file;
  bool json = false;
  bool quiet = false;
  int jobs = 0;  // 0: one a core
};

enum class Ask { kOnce, kTwice };

// A vault and a user's session in it; both live as long as this does.
struct OpenedSession {
  std::shared_ptr<vault::Vault> vault;
  std::shared_ptr<vault::Session> session;
};

class Context {
 public:
  explicit Context(const GlobalOptions& options) : options_(options) {}
  virtual ~Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const GlobalOptions& options() const { return options_; }
  int jobs() const;

  // Whether the vault is held open by a server, which runs this.
  virtual bool is_served() const = 0;
  // kUsage when no vault was named.
  virtual Result<std::filesystem::path> vault_folder() const = 0;
  virtual std::string user_name() const = 0;
  // The user's own.
  virtual Result<Passphrase> passphrase(Ask ask = Ask::kOnce) const = 0;
  // Whether a session can be had without asking a person.
  virtual bool has_passphrase() const = 0;
  // A passphrase that was `asked` for before is not asked for again.
  virtual Result<OpenedSession> open_session(vault::Access access,
                                             const Passphrase* asked = nullptr) const = 0;
  // What a session's searches keep from one to the next.
  virtual std::shared_ptr<archive::SearchRoom> search_room(
      vault::Session& session) const = 0;
  // Of an agency vault: from --unseal-key-file or systemd's credential, else from the
  // keeper that custodians have unsealed. kSealedOrBusy when there is none of them.
  virtual Result<vault::RootKey> root_key() const = 0;
  // What only an agency vault has. kUsage in the single profile.
  Result<vault::VaultHeader> agency_header() const;
  // Says that records were damaged, if any were: the exit code becomes that of damage.
  int exit_code_after(std::size_t damaged) const;

  // The user's files. A whole one, or nothing; "-" is stdout. kStorage names the file.
  virtual Result<void> write_output(const std::filesystem::path& file,
                                    ByteView bytes) const = 0;
  // Text at most so long; "-" is stdin. kBadInput names the file.
  virtual Result<std::string> read_text(const std::filesystem::path& file,
                                        std::size_t most_bytes) const = 0;
  // kUsage when it can't be read, kBadInput when it is larger.
  virtual Result<SecretText> read_secret(const std::filesystem::path& file,
                                         std::size_t most_bytes) const = 0;
  // For somebody, or anew: from a file's first line, without a file from a person, twice.
  virtual Result<Passphrase> new_passphrase(const std::filesystem::path& file,
                                            const std::string& prompt) const = 0;
  // kUsage where there is no terminal to go on asking at.
  virtual Result<void> require_terminal() const = 0;
  // A question to a person; true only for "yes". kUsage when nobody can be asked.
  virtual Result<bool> confirm(const std::string& question) const = 0;

  // A result: `json` with --json, else `text` and a line feed.
  virtual void result(const Json& json, const std::string& text) const = 0;
  // So many results, by their place: made by several threads, several at once, and
  // printed in order. For lists as long as the archive.
  void results(std::size_t count, const std::function<Json(std::size_t)>& json,
               const std::function<std::string(std::size_t)>& text) const;
  // Whether results may have words in bold.
  virtual bool has_emphasis() const = 0;
  // For people; not with --quiet.
  virtual void message(const std::string& text) const = 0;
  // An error that does not end the command; always.
  virtual void error(const Error& error) const = 0;
  void error(const std::string& subject, const Error& error) const;
  // One that came as words.
  virtual void error_line(const std::string& text) const = 0;
  // How far it is, for whoever looks: not with --quiet, and ten times a second at most,
  // so that it may be told as often as one likes. A command that takes long tells it once
  // before it begins.
  void progress(const Progress& how_far) const;
  // What comes next is other work.
  void end_progress() const;

 protected:
  // Lines as result() has them, each with its line feed.
  virtual std::string line_of(const Json& json, const std::string& text) const = 0;
  virtual void print(const std::string& lines) const = 0;
  virtual void show_progress(const Progress& progress) const = 0;
  virtual void forget_progress() const = 0;

 private:
  const GlobalOptions& options_;
  mutable std::chrono::steady_clock::time_point told_{};  // progress, the last time
};

// A line of JSON. Document text may hold bytes that are no UTF-8, through damage only.
std::string json_line(const Json& json);

// The first line of a file, at most Passphrase::kMaxBytes.
Result<Passphrase> read_passphrase_file(const std::filesystem::path& file);
// Typed twice without echo, or once; `prompt` is translated.
Result<Passphrase> ask_passphrase(const std::string& prompt, Ask ask);

// True once Ctrl-C or a termination signal came; a second one ends the process at once.
inline constexpr int kInterrupts[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
const std::atomic<bool>& interrupted();
// As if a signal had come: for a process that takes its signals itself.
void interrupt();
void catch_interrupts();

}  // namespace tangthu::cli
