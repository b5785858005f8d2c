#include "http/problem.h"

namespace tangthu::http {
namespace {

Response respond(const Request& request, int status, const char* kind, Json json) {
  Json out = {{"type", std::string("urn:tangthu:problem:") + kind}};
  out.update(json);
  out["status"] = status;
  if (!request.id.empty()) out["request"] = request.id;
  Response response;
  response.status = status;
  response.headers = {{"content-type", "application/problem+json"},
                      {"cache-control", "no-store"}};
  if (status == 401) response.headers.emplace_back("www-authenticate", "Bearer");
  response.body = wiped_bytes(out.dump(-1, ' ', false, Json::error_handler_t::replace));
  return response;
}

}  // namespace

Response problem(const Request& request, int status, Literal kind, Literal title,
                 Literal remedy) {
  return respond(request, status, kind.c_str(),
                 {{"title", title.c_str()}, {"remedy", remedy.c_str()}});
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return 400;
    case ErrorCode::kAuthentication:
      return 401;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kBadInput:
    case ErrorCode::kSomeFailed:
      return 422;
    case ErrorCode::kSealedOrBusy:
    case ErrorCode::kInterrupted:
      return 503;
    case ErrorCode::kStorage:
      return 507;
    case ErrorCode::kUnexpected:
    case ErrorCode::kCorrupt:
      break;
  }
  return 500;
}

const char* kind_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return "usage";
    case ErrorCode::kAuthentication:
      return "authentication";
    case ErrorCode::kNotFound:
      return "not-found";
    case ErrorCode::kBadInput:
      return "bad-input";
    case ErrorCode::kSomeFailed:
      return "some-failed";
    case ErrorCode::kSealedOrBusy:
      return "sealed-or-busy";
    case ErrorCode::kInterrupted:
      return "interrupted";
    case ErrorCode::kStorage:
      return "storage";
    case ErrorCode::kCorrupt:
      return "corrupt";
    case ErrorCode::kUnexpected:
      break;
  }
  return "unexpected";
}

Response problem(const Request& request, const Error& error) {
  return problem(request, status_of(error.code()), error, Json::object());
}

Response problem(const Request& request, int status, const Error& error, Json more) {
  Json json = {{"title", error.text()},
               {"remedy", error.remedy()},
               {"code", static_cast<int>(error.code())}};
  if (!error.subject().empty()) json["subject"] = error.subject();
  json.update(more);
  return respond(request, status, kind_of(error.code()), json);
}

}  // namespace tangthu::http
