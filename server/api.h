// What the service answers: a table of routes, and what all handlers share.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "server/metrics.h"
#include "server/sessions.h"
#include "server/strong_room.h"
#include "server/web.h"

namespace tangthu::server {

struct Api {
  StrongRoom& strong_room;
  Sessions& sessions;
  Metrics& metrics;
  int jobs = 1;
  std::function<std::string()> gauges;  // metrics of now
  std::chrono::seconds grace{30};       // that requests have to end
};

// Values of a route's {names}, in order.
using PathValues = std::vector<std::string>;

enum class Access {
  kAnybody,   // and whether the vault is open or not
  kStranger,  // anybody
  kLocal,     // on the Unix socket; anywhere with a session
  kStation,   // with a client's certificate; without one with a session
  kSession    // with a session's token
};

// One request in its handler's hands. `login` is set where the route needs a session.
struct Call {
  Api& api;
  Exchange& exchange;
  const PathValues& values;
  std::shared_ptr<Login> login;
};

struct Route {
  const char* method;
  const char* path;  // "/v1/documents/{id}"
  const char* what;  // for the description
  Access access;
  Plan plan;
  void (*handle)(Call&);
};

// Every route there is; commands are one of them.
std::span<const Route> routes();

// Of several methods at one path the first that fits; `allowed` gets those there are.
const Route* find_route(std::string_view method, std::string_view path,
                        PathValues* values, std::string* allowed);

// For handlers.
void answer_json(Exchange& exchange, int status, const Json& json);
// The body as an object; kBadInput.
Result<Json> body_object(const Request& request);

// Handlers, by file.
void get_health(Call& call);  // health.cc
void get_ready(Call& call);
void get_metrics(Call& call);
void get_description(Call& call);  // openapi.cc
void post_session(Call& call);     // session_routes.cc
void get_session(Call& call);
void delete_session(Call& call);
void post_command(Call& call);  // command_routes.cc
void post_search(Call& call);
void get_document(Call& call);
void get_documents(Call& call);    // list_route.cc
void get_content(Call& call);      // content.cc
void post_submission(Call& call);  // submissions.cc
void post_seal(Call& call);        // seal.cc

}  // namespace tangthu::server
