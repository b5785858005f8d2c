// Sends what lies in the outbox, in order: each bundle until the vault has it or has
// refused it for good. Whatever else happens, the bundles wait: while the server can't be
// reached, is sealed or asks for patience, and while the station itself is unknown there.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "archive/outbox.h"
#include "http/client.h"
#include "station/verdict.h"

namespace tangthu::station {

struct Pace {
  std::chrono::milliseconds first_pause{500};  // doubled with each failure
  std::chrono::milliseconds longest_pause{30'000};
  std::chrono::milliseconds look{2000};  // for what other processes sealed
};

// An answer that refuses a bundle is believed when it came so often: a connection that
// broke off looks like a damaged bundle.
inline constexpr int kRefusalsBelieved = 3;

class Sender {
 public:
  struct State {
    std::size_t waiting = 0;
    std::uint64_t sent = 0;     // by this process
    std::uint64_t refused = 0;  // by this process
    bool away = false;          // the server does not take anything
  };

  Sender(archive::Outbox outbox, http::Url server, http::ClientOptions client,
         const Pace& pace = {});

  // On one thread, until stop().
  void run();
  // Any thread.
  void stop();
  void wake();  // something was sealed
  State state() const;

 private:
  enum class Outcome : std::uint8_t { kGone, kStays, kWait };

  // False when everything that lies there has to wait.
  bool send_waiting();
  Outcome send(const DocumentId& id);
  Outcome settle(const DocumentId& id, const Accepted& accepted);
  Outcome settle(const DocumentId& id, const Refused& refused);
  Outcome settle(const DocumentId& id, const Later& later);
  Outcome kept(const Result<void>& result);
  Outcome away(const std::string& reason, std::chrono::milliseconds least = {});
  void pause(std::chrono::milliseconds time);

  const archive::Outbox outbox_;
  const http::Url server_;
  http::ClientOptions client_options_;
  const Pace pace_;
  std::unique_ptr<http::Client> client_;
  std::map<DocumentId, int> refusals_;
  std::set<DocumentId> unreadable_;  // that was logged
  std::chrono::milliseconds next_pause_;
  std::chrono::milliseconds asked_{0};
  std::string trouble_;  // that was logged

  std::atomic<bool> stops_ = false;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  bool woken_ = false;
  State state_;
};

}  // namespace tangthu::station
