// The way to a server: connection, session, and the token that commands share.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cli/context.h"
#include "http/client.h"

namespace tangthu::cli {

// The token of a session that `login` left; see remote.h.
class TokenFile {
 public:
  // kUsage where there is no XDG_RUNTIME_DIR.
  static Result<TokenFile> of(const std::string& server, const std::string& user);
  std::optional<std::string> read() const;
  Result<void> write(const std::string& token) const;
  void remove() const;

 private:
  explicit TokenFile(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
};

// A connection with a session. Thread rule: one thread.
class ServerLink {
 public:
  // With the session that `login` left, else one of its own, which ends with it.
  static Result<ServerLink> open(Context& context);
  // A session of its own that outlives it.
  static Result<ServerLink> open_lasting(Context& context);
  // Without a session: who it is, its certificate says.
  static Result<ServerLink> open_as_station(Context& context) { return connect(context); }
  ServerLink(ServerLink&&) = default;
  ServerLink& operator=(ServerLink&&) = delete;
  ~ServerLink();

  http::Client& client() { return *client_; }
  http::Headers headers() const {
    if (token_.empty()) return {};
    return {{"authorization", "Bearer " + token_}};
  }
  const std::string& token() const { return token_; }
  // Ends the session now.
  Result<void> log_out();
  // The session of `login` has ended meanwhile: one of its own.
  Result<void> renew(Context& context);

 private:
  ServerLink() = default;
  static Result<ServerLink> connect(Context& context);
  Result<void> log_in(Context& context);

  std::unique_ptr<http::Client> client_;
  std::string token_;
  bool own_ = false;
};

// A problem that the server gave, as an error line for people; its exit code.
int report_problem(const Context& context, const http::Response& response);
// "tangthu: SUBJECT: what is wrong; what to do", of words that came as JSON.
std::string problem_words(const Json& problem);

}  // namespace tangthu::cli
