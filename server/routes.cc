#include "server/api.h"

namespace tangthu::server {
namespace {

constexpr std::uint64_t kSmall = 64 << 10;
// A command's files come within its body, a third larger than they are.
constexpr std::uint64_t kCommand = std::uint64_t{96} << 20;
constexpr std::uint64_t kBundle = std::uint64_t{64} << 30;

constexpr Plan kQuick{Lane::kQuick, BodyKind::kWhole, kSmall};
constexpr Plan kLong{Lane::kLong, BodyKind::kWhole, kSmall};
constexpr Plan kStranger{Lane::kStranger, BodyKind::kWhole, kSmall};

constexpr Route kRoutes[] = {
    {"GET", "/v1/health", "whether the server lives", Access::kAnybody, kQuick,
     get_health},
    {"GET", "/v1/ready", "whether it can serve: 503 while the vault is sealed",
     Access::kAnybody, kQuick, get_ready},
    {"GET", "/metrics", "counters, as Prometheus reads them", Access::kLocal, kQuick,
     get_metrics},
    {"GET", "/v1/openapi.json", "this description", Access::kAnybody, kQuick,
     get_description},
    {"POST", "/v1/sessions", "log in", Access::kStranger, kStranger, post_session},
    {"POST", "/v1/seal", "seal the vault: custodians must unseal it again",
     Access::kSession, kLong, post_seal},
    {"GET", "/v1/sessions/current", "who is logged in", Access::kSession, kQuick,
     get_session},
    {"DELETE", "/v1/sessions/current", "log out", Access::kSession, kQuick,
     delete_session},
    {"POST", "/v1/search", "find documents by words", Access::kSession, kQuick,
     post_search},
    {"GET", "/v1/documents", "documents that the session may open", Access::kSession,
     kLong, get_documents},
    {"GET", "/v1/documents/{id}", "what is known of one", Access::kSession, kQuick,
     get_document},
    {"GET", "/v1/documents/{id}/content",
     "one that is no secret, in one of its forms, or a range of it", Access::kSession,
     kLong, get_content},
    {"POST",
     "/v1/submissions",
     "a station's sealed bundle",
     Access::kStation,
     {Lane::kLong, BodyKind::kStreamed, kBundle},
     post_submission},
    {"POST",
     "/v1/commands/{word}",
     "a command",
     Access::kSession,
     {Lane::kLong, BodyKind::kWhole, kCommand},
     post_command},
    {"POST",
     "/v1/commands/{word}/{inner}",
     "a command of two words",
     Access::kSession,
     {Lane::kLong, BodyKind::kWhole, kCommand},
     post_command},
};

std::string_view take_step(std::string_view& path) {
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  const std::size_t end = path.find('/');
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end);
  return step;
}

bool fits(std::string_view pattern, std::string_view path, PathValues* values) {
  if (values != nullptr) values->clear();
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_step(pattern);
    const std::string_view step = take_step(path);
    if (wanted.starts_with('{')) {
      if (step.empty()) return false;
      if (values != nullptr) values->emplace_back(step);
    } else if (wanted != step) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

const Route* find_route(std::string_view method, std::string_view path,
                        PathValues* values, std::string* allowed) {
  for (const Route& route : kRoutes) {
    if (!fits(route.path, path, values)) continue;
    const bool is_head = method == "HEAD" && std::string_view(route.method) == "GET";
    if (is_head || method == route.method) return &route;
    if (allowed != nullptr)
      *allowed += (allowed->empty() ? "" : ", ") + std::string(route.method);
  }
  return nullptr;
}

void answer_json(Exchange& exchange, int status, const Json& json) {
  Response response;
  response.status = status;
  response.headers = {{"content-type", "application/json"},
                      {"cache-control", "no-store"},
                      {"x-content-type-options", "nosniff"}};
  response.body = wiped_bytes(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  exchange.answer(std::move(response));
}

Result<Json> body_object(const Request& request) {
  auto json = request.body.empty() ? std::optional<Json>(Json::object())
                                   : json_from_text(view_of(request.body));
  if (json && json->is_object()) return std::move(*json);
  return fail(ErrorCode::kBadInput, "the body is no JSON object",
              "see the service's description");
}

}  // namespace tangthu::server
