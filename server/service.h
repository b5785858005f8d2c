// The service behind the connections: finds a request's route, who asks, and has it
// answered. Every request leaves one line in the log: its id, the route's template, how
// it ended and how long it took; nothing of what it asked or got.
#pragma once

#include <atomic>

#include "server/api.h"

namespace tangthu::server {

// Thread rule: any thread.
class ArchiveService final : public Service {
 public:
  explicit ArchiveService(Api api) : api_(std::move(api)) {}

  Plan plan(std::string_view method, std::string_view path) const override;
  void serve(Exchange& exchange) override;

 private:
  void answer(Exchange& exchange, const Route*& route);

  Api api_;
};

// What a session's token is, in a request; empty without one.
std::string_view bearer_token(const Request& request);

}  // namespace tangthu::server
