#include "server/metrics.h"

#include <algorithm>
#include <cstdio>

namespace tangthu::server {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

}  // namespace

void Metrics::count_request(const std::string& route, int status,
                            std::chrono::nanoseconds duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  const std::lock_guard lock(mutex_);
  OfRoute& of_route = routes_[route];
  ++of_route.by_status[status];
  ++of_route.count;
  of_route.seconds += seconds;
  const auto at = std::lower_bound(kSeconds.begin(), kSeconds.end(), seconds);
  if (at != kSeconds.end())
    ++of_route.buckets[static_cast<std::size_t>(at - kSeconds.begin())];
}

void Metrics::count_submission(std::uint64_t bytes) {
  ++submissions_;
  submitted_bytes_ += bytes;
}

std::string Metrics::text() const {
  std::string out =
      "# HELP tangthu_requests_total Requests by route and status.\n"
      "# TYPE tangthu_requests_total counter\n";
  const std::lock_guard lock(mutex_);
  for (const auto& [route, of_route] : routes_) {
    for (const auto& [status, count] : of_route.by_status) {
      out += "tangthu_requests_total{route=\"" + route + "\",status=\"" +
             std::to_string(status) + "\"} " + std::to_string(count) + "\n";
    }
  }
  out +=
      "# HELP tangthu_request_seconds How long requests took.\n"
      "# TYPE tangthu_request_seconds histogram\n";
  for (const auto& [route, of_route] : routes_) {
    const std::string name = "{route=\"" + route + "\"";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < kSeconds.size(); ++i) {
      below += of_route.buckets[i];
      out += "tangthu_request_seconds_bucket" + name + ",le=\"" + number(kSeconds[i]) +
             "\"} " + std::to_string(below) + "\n";
    }
    out += "tangthu_request_seconds_bucket" + name + ",le=\"+Inf\"} " +
           std::to_string(of_route.count) + "\n" + "tangthu_request_seconds_sum" + name +
           "} " + number(of_route.seconds) + "\n" + "tangthu_request_seconds_count" +
           name + "} " + std::to_string(of_route.count) + "\n";
  }
  out +=
      "# HELP tangthu_submissions_total Submissions that were taken in.\n"
      "# TYPE tangthu_submissions_total counter\n"
      "tangthu_submissions_total " +
      std::to_string(submissions_) +
      "\n"
      "# HELP tangthu_submitted_bytes_total Their size.\n"
      "# TYPE tangthu_submitted_bytes_total counter\n"
      "tangthu_submitted_bytes_total " +
      std::to_string(submitted_bytes_) + "\n";
  return out;
}

}  // namespace tangthu::server
