#include "server/api.h"

namespace tangthu::server {

void get_health(Call& call) {
  answer_json(call.exchange, 200, {{"status", "ok"}});
}

void get_ready(Call& call) {
  const bool ready = static_cast<bool>(call.api.strong_room.enter());
  answer_json(call.exchange, ready ? 200 : 503, {{"ready", ready}, {"sealed", !ready}});
}

void get_metrics(Call& call) {
  Response response;
  response.headers = {{"content-type", "text/plain; version=0.0.4; charset=utf-8"},
                      {"cache-control", "no-store"}};
  response.body = wiped_bytes(call.api.metrics.text() + call.api.gauges());
  call.exchange.answer(std::move(response));
}

}  // namespace tangthu::server
