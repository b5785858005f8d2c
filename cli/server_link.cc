#include "cli/server_link.h"

#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>

#include "base/descriptor.h"
#include "cli/message.h"
#include "cli/private_file.h"
#include "vault/crypto.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMostTokenBytes = 256;

std::string text_at(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

Result<TokenFile> TokenFile::of(const std::string& server, const std::string& user) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime == nullptr || *runtime == '\0') {
    return fail(ErrorCode::kUsage, "there is no XDG_RUNTIME_DIR to keep a session in",
                "log in through systemd (pam_systemd), or give --passphrase-file");
  }
  const auto name = vault::blake2b_16({as_bytes(server), as_bytes("\n"), as_bytes(user)});
  return TokenFile(std::filesystem::path(runtime) / "tangthu" /
                   (to_hex(name) + ".token"));
}

std::optional<std::string> TokenFile::read() const {
  struct stat found {};
  if (::stat(file_.c_str(), &found) != 0 || (found.st_mode & 077) != 0)
    return std::nullopt;
  const auto text = read_private_file(file_, kMostTokenBytes);
  if (!text || text->view().empty()) return std::nullopt;
  return std::string(text->view());
}

Result<void> TokenFile::write(const std::string& token) const {
  std::error_code error;
  std::filesystem::create_directories(file_.parent_path(), error);
  ::chmod(file_.parent_path().c_str(), 0700);
  remove();
  const std::string_view parts[] = {token};
  return write_private_file(file_, parts);
}

void TokenFile::remove() const {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

std::string problem_words(const Json& problem) {
  const auto translated = [](const std::string& text) {
    return text.empty() ? std::string() : std::string(tr(text.c_str()));
  };
  std::string out = "tangthu: ";
  const std::string subject = text_at(problem, "subject");
  if (!subject.empty()) out += subject + ": ";
  out += translated(text_at(problem, "title"));
  const std::string remedy = translated(text_at(problem, "remedy"));
  return remedy.empty() ? out : out + "; " + remedy;
}

int report_problem(const Context& context, const http::Response& response) {
  const Json problem =
      json_from_text(http::view_of(response.body)).value_or(Json::object());
  context.error_line(problem_words(problem));
  const auto code = problem.find("code");
  if (code != problem.end() && code->is_number_integer()) return code->get<int>();
  if (response.status == 401) return static_cast<int>(ErrorCode::kAuthentication);
  if (response.status == 404) return static_cast<int>(ErrorCode::kNotFound);
  if (response.status == 503) return static_cast<int>(ErrorCode::kSealedOrBusy);
  return static_cast<int>(response.status < 500 ? ErrorCode::kUsage
                                                : ErrorCode::kUnexpected);
}

Result<ServerLink> ServerLink::connect(Context& context) {
  const GlobalOptions& options = context.options();
  http::ClientOptions how;
  how.authorities = options.server_authorities;
  how.certificate = options.client_certificate;
  how.key = options.client_key;
  how.interrupted = &interrupted();
  ServerLink out;
  out.client_ = TRY(http::Client::connect(TRY(http::parse_url(options.server)), how));
  return out;
}

Result<void> ServerLink::log_in(Context& context) {
  const Passphrase passphrase = TRY(context.passphrase());
  const std::string typed(as_text(passphrase.reveal()));
  http::WipedBytes body = http::wiped_bytes(
      json_line({{"user", context.user_name()}, {"passphrase", typed}}));
  http::ClientRequest request;
  request.method = "POST";
  request.path = "/v1/sessions";
  request.headers = {{"content-type", "application/json"}};
  request.body = body;
  const auto response = TRY(client_->ask(request));
  const Json json = json_from_text(http::view_of(response.body)).value_or(Json::object());
  if (response.status == 201) {
    token_ = text_at(json, "token");
    return {};
  }
  if (response.status == 401) {
    return fail(ErrorCode::kAuthentication, "no such user, or not this passphrase",
                "check both; after five wrong ones the name is locked for 15 minutes");
  }
  if (response.status == 503) {
    return fail(ErrorCode::kSealedOrBusy, "the server's vault is sealed, or it is busy",
                "have the custodians unseal it, or try again");
  }
  return fail(ErrorCode::kUnexpected, "the server did not take the login",
              "see the server's log");
}

Result<ServerLink> ServerLink::open(Context& context) {
  ServerLink out = TRY(connect(context));
  const auto kept = TokenFile::of(context.options().server, context.user_name());
  if (const auto token = kept ? kept->read() : std::nullopt) {
    out.token_ = *token;
    return out;
  }
  TRY(out.log_in(context));
  out.own_ = true;
  return out;
}

Result<ServerLink> ServerLink::open_lasting(Context& context) {
  ServerLink out = TRY(connect(context));
  TRY(out.log_in(context));
  return out;
}

Result<void> ServerLink::renew(Context& context) {
  if (const auto kept = TokenFile::of(context.options().server, context.user_name()))
    kept->remove();
  TRY(log_in(context));
  own_ = true;
  return {};
}

Result<void> ServerLink::log_out() {
  http::ClientRequest request;
  request.method = "DELETE";
  request.path = "/v1/sessions/current";
  request.headers = headers();
  TRY(client_->ask(request));
  own_ = false;
  return {};
}

ServerLink::~ServerLink() {
  // Who can't say goodbye is locked out by the server before long.
  if (client_ && own_) (void)log_out();
}

}  // namespace tangthu::cli
