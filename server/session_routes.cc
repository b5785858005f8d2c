#include "cli/user_words.h"
#include "server/api.h"

namespace tangthu::server {
namespace {

Json describe(const Login& login) {
  const vault::User& user = login.session->user();
  return {
      {"session", login.id}, {"user", user.name}, {"roles", cli::roles_json(user.roles)}};
}

Result<Opened> log_in(Call& call) {
  const Request& request = call.exchange.request();
  Json body = TRY(body_object(request));
  const auto text = [&](const char* name) -> const std::string* {
    const auto at = body.find(name);
    return at == body.end() ? nullptr : at->get_ptr<const std::string*>();
  };
  const std::string* user = text("user");
  const std::string* typed = text("passphrase");
  if (user == nullptr || typed == nullptr || typed->size() > Passphrase::kMaxBytes) {
    return fail(ErrorCode::kBadInput, "user and passphrase are wanted",
                "see the service's description");
  }
  auto vault = TRY(call.api.strong_room.enter());
  const Passphrase passphrase(as_bytes(*typed));
  auto& said = body["passphrase"].get_ref<std::string&>();
  wipe(said.data(), said.size());
  return call.api.sessions.log_in(std::move(vault), *user, passphrase, request.peer);
}

}  // namespace

void post_session(Call& call) {
  const Request& request = call.exchange.request();
  if (!call.api.sessions.may_try(request.peer.address)) {
    Response slow =
        problem(request, 429, "too-many-logins", "too many logins come from this address",
                "try again in a few seconds");
    slow.headers.emplace_back("retry-after", "5");
    return call.exchange.answer(std::move(slow));
  }
  auto opened = log_in(call);
  if (!opened) return call.exchange.answer(problem(request, opened.error()));
  Json json = describe(*opened->login);
  json["token"] = opened->token;
  json["idle_seconds"] = opened->idle.count();
  json["seconds"] = opened->whole.count();
  answer_json(call.exchange, 201, json);
}

void get_session(Call& call) {
  answer_json(call.exchange, 200, describe(*call.login));
}

void delete_session(Call& call) {
  call.api.sessions.log_out(*call.login, "asked");
  call.exchange.answer({204, {{"cache-control", "no-store"}}, {}});
}

}  // namespace tangthu::server
