// A command that is run for somebody far away: its lines go to a sink as JSON, its files
// come and go with the request. Each line is an object with one of
//   result    with "output": "json": the command's own object
//   text      with "output": "text": lines for people
//   message, error, progress
//   file      a file's name as the arguments had it, with `data` (base64) and `last`
// and the end has exit_code, and where an error ended it `problem`.
#pragma once

#include <map>
#include <string>

#include "cli/context.h"
#include "server/sessions.h"

namespace tangthu::server {

// Where the lines go. False: nobody is there any more, the command may stop.
class LineSink {
 public:
  virtual ~LineSink() = default;
  virtual bool put(Json line) = 0;
  // What a command brings, of which there may be much: already as JSON's text. `kind`:
  // "result" or "text".
  virtual bool put_result(std::string_view kind, std::string_view json) = 0;
};

// What came with the request.
struct CommandInputs {
  std::map<std::string, WipedBytes> files;  // by the name that the arguments have
  std::optional<Passphrase> new_passphrase;
  bool confirmed = false;
};

// What a command wants to know before it can go on: it is asked for, and the command is
// sent again with it. Nothing was done yet.
struct WantedInput {
  std::string kind;  // "file", "passphrase" or "confirmation"
  std::string name;  // of a file
  std::string prompt;
};

class CommandContext final : public cli::Context {
 public:
  CommandContext(const cli::GlobalOptions& options, Login& login,
                 const CommandInputs& inputs, LineSink& sink);
  using cli::Context::error;

  bool is_served() const override { return true; }
  Result<std::filesystem::path> vault_folder() const override;
  std::string user_name() const override;
  Result<Passphrase> passphrase(cli::Ask ask) const override;
  bool has_passphrase() const override { return true; }
  Result<cli::OpenedSession> open_session(vault::Access access,
                                          const Passphrase* asked) const override;
  std::shared_ptr<archive::SearchRoom> search_room(
      vault::Session& session) const override;
  Result<vault::RootKey> root_key() const override;

  Result<void> write_output(const std::filesystem::path& file,
                            ByteView bytes) const override;
  Result<std::string> read_text(const std::filesystem::path& file,
                                std::size_t most_bytes) const override;
  Result<cli::SecretText> read_secret(const std::filesystem::path& file,
                                      std::size_t most_bytes) const override;
  Result<Passphrase> new_passphrase(const std::filesystem::path& file,
                                    const std::string& prompt) const override;
  Result<void> require_terminal() const override;
  Result<bool> confirm(const std::string& question) const override;

  void result(const Json& json, const std::string& text) const override;
  bool has_emphasis() const override { return false; }
  void message(const std::string& text) const override;
  void error(const Error& error) const override;
  void error_line(const std::string& text) const override;

  const std::optional<WantedInput>& wanted() const { return wanted_; }

 protected:
  std::string line_of(const Json& json, const std::string& text) const override;
  void print(const std::string& lines) const override;
  void show_progress(const cli::Progress& progress) const override;
  void forget_progress() const override {}

 private:
  Result<const WipedBytes*> input(const std::filesystem::path& file,
                                  std::size_t most_bytes) const;
  Failure want(WantedInput wanted) const;

  Login& login_;
  const CommandInputs& inputs_;
  LineSink& sink_;
  mutable std::optional<WantedInput> wanted_;
};

}  // namespace tangthu::server
