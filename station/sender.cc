#include "station/sender.h"

#include "base/clock.h"
#include "cli/submit.h"
#include "service/log.h"
#include "station/tally.h"

namespace tangthu::station {

using service::log_line;
using service::Priority;
using std::chrono::milliseconds;

Sender::Sender(archive::Outbox outbox, http::Url server, http::ClientOptions client,
               const Pace& pace)
    : outbox_(std::move(outbox)),
      server_(std::move(server)),
      client_options_(std::move(client)),
      pace_(pace),
      next_pause_(pace.first_pause) {
  client_options_.interrupted = &stops_;
}

void Sender::run() {
  while (!stops_) {
    if (send_waiting()) {
      next_pause_ = pace_.first_pause;
      pause(pace_.look);
      continue;
    }
    const milliseconds time = std::max(next_pause_, asked_);
    next_pause_ = std::min(next_pause_ * 2, pace_.longest_pause);
    // What was sealed meanwhile changes nothing.
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stops_ && std::chrono::steady_clock::now() < until)
      pause(std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now()));
  }
}

void Sender::stop() {
  stops_ = true;
  wake();
}

void Sender::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

Sender::State Sender::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Sender::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, time, [this] { return woken_ || stops_.load(); });
  woken_ = false;
}

bool Sender::send_waiting() {
  const auto waiting = outbox_.waiting();
  if (!waiting) {
    away(words_of(waiting.error()));
    return false;
  }
  {
    const std::lock_guard lock(mutex_);
    state_.waiting = waiting->size();
  }
  for (const DocumentId& id : *waiting) {
    if (stops_) return true;
    const Outcome outcome = send(id);
    if (outcome == Outcome::kWait) return false;
    if (outcome == Outcome::kStays) continue;
    const std::lock_guard lock(mutex_);
    --state_.waiting;
  }
  return true;
}

Sender::Outcome Sender::send(const DocumentId& id) {
  if (client_ == nullptr) {
    auto client = http::Client::connect(server_, client_options_);
    if (!client) {
      return away(words_of(client.error()));
    }
    client_ = std::move(*client);
  }
  const auto response = cli::send_bundle(*client_, {}, outbox_.bundle(id),
                                         [](std::uint64_t, std::uint64_t) {});
  if (response) {
    return std::visit([&](const auto& verdict) { return settle(id, verdict); },
                      verdict_of(id, *response));
  }
  client_.reset();
  const Error& error = response.error();
  if (error.code() == ErrorCode::kInterrupted) return Outcome::kWait;
  const std::string words = words_of(error);
  if (error.code() != ErrorCode::kBadInput) return away(words);
  // This file alone: those behind it go on.
  if (unreadable_.insert(id).second) {
    log_line(Priority::kError,
             "waits document=" + id.to_string() + " reason=\"" + words + "\"");
  }
  return Outcome::kStays;
}

Sender::Outcome Sender::kept(const Result<void>& result) {
  if (result) return Outcome::kGone;
  return away(words_of(result.error()));
}

Sender::Outcome Sender::settle(const DocumentId& id, const Accepted& accepted) {
  const auto noted = outbox_.accepted(id, accepted.log_index, now_utc());
  if (!noted) return kept(noted);
  if (!trouble_.empty()) log_line(Priority::kNotice, "server=back");
  trouble_.clear();
  log_line(Priority::kInfo, "sent document=" + id.to_string() +
                                " log_index=" + std::to_string(accepted.log_index) +
                                " repeated=" + (accepted.repeated ? "yes" : "no"));
  refusals_.clear();
  next_pause_ = pace_.first_pause;
  const std::lock_guard lock(mutex_);
  ++state_.sent;
  state_.away = false;
  return Outcome::kGone;
}

Sender::Outcome Sender::settle(const DocumentId& id, const Refused& refused) {
  asked_ = milliseconds(0);
  if (++refusals_[id] < kRefusalsBelieved) return Outcome::kWait;
  refusals_.erase(id);
  const auto noted = outbox_.set_aside(
      id, id.to_string() + "\n" + format_utc(now_utc()) + "\n\n" + refused.reason + "\n");
  if (!noted) return kept(noted);
  log_line(Priority::kError,
           "refused document=" + id.to_string() + " reason=\"" + refused.reason + "\"");
  next_pause_ = pace_.first_pause;
  const std::lock_guard lock(mutex_);
  ++state_.refused;
  return Outcome::kGone;
}

Sender::Outcome Sender::settle(const DocumentId&, const Later& later) {
  return away(later.reason, later.least_pause);
}

Sender::Outcome Sender::away(const std::string& reason, milliseconds least) {
  asked_ = least;
  if (trouble_ != reason)
    log_line(Priority::kWarning, "server=away reason=\"" + reason + "\"");
  trouble_ = reason;
  const std::lock_guard lock(mutex_);
  state_.away = true;
  return Outcome::kWait;
}

}  // namespace tangthu::station
