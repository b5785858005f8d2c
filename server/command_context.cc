#include "server/command_context.h"

#include <algorithm>

#include "vault/base64.h"

namespace tangthu::server {
namespace {

constexpr std::size_t kFilePart = std::size_t{48} << 10;

}  // namespace

CommandContext::CommandContext(const cli::GlobalOptions& options, Login& login,
                               const CommandInputs& inputs, LineSink& sink)
    : cli::Context(options), login_(login), inputs_(inputs), sink_(sink) {}

Result<std::filesystem::path> CommandContext::vault_folder() const {
  return login_.vault->folder();
}

std::string CommandContext::user_name() const {
  return login_.session->user().name;
}

Result<Passphrase> CommandContext::passphrase(cli::Ask) const {
  return fail(ErrorCode::kUsage, "the session is open already",
              "leave the passphrase out");
}

Result<cli::OpenedSession> CommandContext::open_session(vault::Access,
                                                        const Passphrase*) const {
  return cli::OpenedSession{login_.vault, login_.session};
}

std::shared_ptr<archive::SearchRoom> CommandContext::search_room(vault::Session&) const {
  return login_.room;
}

Result<vault::RootKey> CommandContext::root_key() const {
  return fail(ErrorCode::kUsage, "the server gives its root key to nobody",
              "run the command on the server's machine, with the server stopped");
}

Failure CommandContext::want(WantedInput wanted) const {
  wanted_ = std::move(wanted);
  return fail(ErrorCode::kUsage, "the command wants to know more",
              "send it again with what 'wanted' says");
}

Result<const WipedBytes*> CommandContext::input(const std::filesystem::path& file,
                                                std::size_t most_bytes) const {
  const auto at = inputs_.files.find(file.string());
  if (at == inputs_.files.end()) return want({"file", file.string(), {}});
  if (at->second.size() <= most_bytes) return &at->second;
  return fail(ErrorCode::kBadInput, "the file can't be read, or is too large",
              "check its path and its size", file.string());
}

Result<std::string> CommandContext::read_text(const std::filesystem::path& file,
                                              std::size_t most_bytes) const {
  return std::string(view_of(*TRY(input(file, most_bytes))));
}

Result<cli::SecretText> CommandContext::read_secret(const std::filesystem::path& file,
                                                    std::size_t most_bytes) const {
  return cli::SecretText(*TRY(input(file, most_bytes)));
}

Result<Passphrase> CommandContext::new_passphrase(const std::filesystem::path&,
                                                  const std::string& prompt) const {
  if (inputs_.new_passphrase) return inputs_.new_passphrase->clone();
  return want({"passphrase", {}, prompt});
}

Result<void> CommandContext::require_terminal() const {
  return fail(ErrorCode::kUsage, "there is no terminal to ask on",
              "give ITEM and VALUE, or a file with --from");
}

Result<bool> CommandContext::confirm(const std::string& question) const {
  if (inputs_.confirmed) return true;
  return want({"confirmation", {}, question});
}

Result<void> CommandContext::write_output(const std::filesystem::path& file,
                                          ByteView bytes) const {
  const std::size_t whole = bytes.size();
  do {
    const ByteView part = bytes.first(std::min(kFilePart, bytes.size()));
    bytes = bytes.subspan(part.size());
    if (!sink_.put({{"file", file.string()},
                    {"data", vault::to_base64(part)},
                    {"bytes", whole},
                    {"last", bytes.empty()}})) {
      return fail(ErrorCode::kInterrupted, "the client went away, or is too slow",
                  "ask again");
    }
  } while (!bytes.empty());
  return {};
}

// Lines for people travel as text, those for programs as what they are.
std::string CommandContext::line_of(const Json& json, const std::string& text) const {
  return (options().json ? cli::json_line(json) : text) + '\n';
}

void CommandContext::print(const std::string& lines) const {
  if (!options().json) {
    sink_.put_result("text", cli::json_line(lines.substr(0, lines.size() - 1)));
    return;
  }
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    sink_.put_result("result", std::string_view(lines).substr(at, end - at));
    at = end + 1;
  }
}

void CommandContext::result(const Json& json, const std::string& text) const {
  if (options().json) {
    sink_.put_result("result", cli::json_line(json));
  } else {
    sink_.put_result("text", cli::json_line(text));
  }
}

void CommandContext::message(const std::string& text) const {
  if (!options().quiet) sink_.put({{"message", text}});
}

void CommandContext::error(const Error& error) const {
  sink_.put({{"error",
              {{"code", static_cast<int>(error.code())},
               {"title", error.text()},
               {"remedy", error.remedy()},
               {"subject", error.subject()}}}});
}

void CommandContext::error_line(const std::string& text) const {
  sink_.put({{"error", {{"title", text}}}});
}

void CommandContext::show_progress(const cli::Progress& progress) const {
  sink_.put({{"progress", cli::progress_json(progress)}});
}

}  // namespace tangthu::server
