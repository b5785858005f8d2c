// What a station's service says in its log of what comes in, and counts.
//
// The log has ids, names of the configuration and literal texts: names of files, which
// may be titles, stand beside what failed, in the folder itself.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "archive/digitise.h"

namespace tangthu::station {

// "TEXT; REMEDY", without the subject.
std::string words_of(const Error& error);

// Any thread. `place` is "folder=NAME" or "device=NAME".
class Tally {
 public:
  // `heard` is called for each document that was sealed.
  explicit Tally(std::function<void()> heard) : heard_(std::move(heard)) {}

  void sealed(const std::string& place, const archive::Digitised& document);
  // By an earlier process, which could not say so.
  void sealed_before(const std::string& place, const DocumentId& id);
  void failed(const std::string& place, const Error& error);

  std::uint64_t sealed() const { return sealed_; }
  std::uint64_t failed() const { return failed_; }

 private:
  std::function<void()> heard_;
  std::atomic<std::uint64_t> sealed_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
};

// Says what keeps a place from work once, and when it goes on; how long to wait
// meanwhile. Thread rule: one thread.
class Trouble {
 public:
  explicit Trouble(std::string place) : place_(std::move(place)) {}

  // How long to wait: half a second, twice as long each time, half a minute at most.
  std::chrono::milliseconds comes(const Error& error);
  void goes();

 private:
  std::string place_;
  std::string told_;
  std::chrono::milliseconds pause_ = kFirstPause;
  static constexpr std::chrono::milliseconds kFirstPause{500};
  static constexpr std::chrono::milliseconds kLongestPause{30'000};
};

}  // namespace tangthu::station
