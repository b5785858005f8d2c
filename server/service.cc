#include "server/service.h"

#include <new>

#include "server/log.h"

namespace tangthu::server {
namespace {

// Passes everything on, and remembers how it ended.
class WatchedExchange final : public Exchange {
 public:
  explicit WatchedExchange(Exchange& inner) : inner_(inner) {}
  const Request& request() const override { return inner_.request(); }
  Result<std::size_t> read_body(std::span<std::uint8_t> into) override {
    return inner_.read_body(into);
  }
  void answer(Response response) override {
    status_ = response.status;
    response.headers.emplace_back("x-request-id", request().id);
    inner_.answer(std::move(response));
  }
  Result<void> begin(int status, Headers headers) override {
    status_ = status;
    headers.emplace_back("x-request-id", request().id);
    return inner_.begin(status, std::move(headers));
  }
  Result<void> write(ByteView piece) override { return inner_.write(piece); }
  Result<void> end() override { return inner_.end(); }

  int status() const { return status_; }

 private:
  Exchange& inner_;
  int status_ = 0;
};

// A session's requests wait for each other: so many of them, that they don't hold up the
// workers that others need.
class InFlight {
 public:
  explicit InFlight(const Login* login) {
    if (login == nullptr) return;
    requests_ = login->requests;
    may_ = ++*requests_ <= kMost;
  }
  ~InFlight() {
    if (requests_) --*requests_;
  }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
  bool may() const { return may_; }

 private:
  static constexpr int kMost = 4;
  std::shared_ptr<std::atomic<int>> requests_;
  bool may_ = true;
};

// Of a vault that is not open: whoever asks, and for whatever.
Response sealed(const Request& request, const Error& error) {
  if (error.code() != ErrorCode::kSealedOrBusy) return problem(request, error);
  return problem(request, 503, error, {{"type", "urn:tangthu:problem:sealed"}});
}

}  // namespace

std::string_view bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view field = find_header(request.headers, "authorization");
  return field.starts_with(kScheme) ? field.substr(kScheme.size()) : std::string_view();
}

Plan ArchiveService::plan(std::string_view method, std::string_view path) const {
  const Route* route = find_route(method, path, nullptr, nullptr);
  return route == nullptr ? Plan{} : route->plan;
}

void ArchiveService::serve(Exchange& exchange) {
  const auto began = std::chrono::steady_clock::now();
  WatchedExchange watched(exchange);
  const Route* route = nullptr;
  try {
    answer(watched, route);
  } catch (const std::bad_alloc&) {
    if (watched.status() == 0)
      watched.answer(problem(exchange.request(), 503, "busy", "not enough memory",
                             "try again later"));
  } catch (const std::exception&) {
    // what() might hold document text: it is not shown.
    if (watched.status() == 0)
      watched.answer(problem(exchange.request(), 500, "unexpected", "an unexpected error",
                             "report it with the request's id"));
  }
  const auto took = std::chrono::steady_clock::now() - began;
  const std::string name =
      route == nullptr ? "none" : std::string(route->method) + " " + route->path;
  api_.metrics.count_request(name, watched.status(), took);
  log_request(exchange.request(), name, watched.status(), took);
}

void ArchiveService::answer(Exchange& exchange, const Route*& route) {
  const Request& request = exchange.request();
  PathValues values;
  std::string allowed;
  route = find_route(request.method, request.path, &values, &allowed);
  if (route == nullptr && allowed.empty()) {
    return exchange.answer(problem(request, 404, "not-found", "there is nothing here",
                                   "see /v1/openapi.json"));
  }
  if (route == nullptr) {
    Response response = problem(request, 405, "method", "it does not take this method",
                                "see /v1/openapi.json");
    response.headers.emplace_back("allow", allowed);
    return exchange.answer(std::move(response));
  }
  const bool needs_vault =
      route->access != Access::kAnybody && route->access != Access::kLocal;
  if (needs_vault) {
    const auto entered = api_.strong_room.enter();
    if (!entered) return exchange.answer(sealed(request, entered.error()));
  }
  const std::string_view token = bearer_token(request);
  Call call{api_, exchange, values, nullptr};
  if (!token.empty()) call.login = api_.sessions.find(token, request.peer);
  const bool is_local = request.peer.user.has_value();
  const bool may = route->access == Access::kAnybody ||
                   route->access == Access::kStranger || call.login != nullptr ||
                   (route->access == Access::kLocal && is_local) ||
                   (route->access == Access::kStation && request.peer.certificate);
  if (!may) {
    return exchange.answer(problem(request, 401, "authentication",
                                   "nobody is logged in with this token",
                                   "log in: POST /v1/sessions"));
  }
  const InFlight one(call.login.get());
  if (!one.may()) {
    Response busy = problem(request, 429, "too-many-requests",
                            "the session has too many requests at once",
                            "wait for the answers to some of them");
    busy.headers.emplace_back("retry-after", "1");
    return exchange.answer(std::move(busy));
  }
  route->handle(call);
}

}  // namespace tangthu::server
