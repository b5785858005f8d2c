// Counters for Prometheus (text format 0.0.4): how much and how long, never what.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace tangthu::server {

// Thread rule: any thread.
class Metrics {
 public:
  // `route` is a template of the service's, not what was asked for.
  void count_request(const std::string& route, int status,
                     std::chrono::nanoseconds duration);
  void count_submission(std::uint64_t bytes);
  // In Prometheus's text format.
  std::string text() const;

 private:
  // Upper bounds of the histogram's buckets.
  static constexpr std::array<double, 12> kSeconds = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30};
  struct OfRoute {
    std::map<int, std::uint64_t> by_status;
    std::array<std::uint64_t, kSeconds.size()> buckets{};  // not cumulative
    std::uint64_t count = 0;
    double seconds = 0;
  };
  mutable std::mutex mutex_;  // guards the next
  std::map<std::string, OfRoute> routes_;
  std::atomic<std::uint64_t> submissions_ = 0;
  std::atomic<std::uint64_t> submitted_bytes_ = 0;
};

}  // namespace tangthu::server
