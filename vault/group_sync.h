// One sync for many: whoever asks while one runs is served, with all others that wait, by
// the next. After one that failed nobody knows what the system still holds, so the answer
// stays the same for good.
//
// Thread rule: any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "base/result.h"

namespace tangthu::vault {

class GroupSync {
 public:
  // All that was written before this call is durable when it succeeds. `sync` makes so
  // what was written before `sync` is called.
  template <typename Sync>
  Result<void> reach(Sync sync) {
    std::uint64_t mine = 0;
    {
      const std::lock_guard lock(asking_);
      mine = ++asked_;
    }
    const std::lock_guard lock(syncing_);
    if (failure_) return Failure(*failure_);
    if (served_ >= mine) return {};
    std::uint64_t now = 0;
    {
      const std::lock_guard asking(asking_);
      now = asked_;
    }
    auto done = sync();
    if (!done) {
      failure_ = done.error();
      return done;
    }
    served_ = now;
    return {};
  }

 private:
  std::mutex asking_;
  std::uint64_t asked_ = 0;
  std::mutex syncing_;  // guards what follows
  std::uint64_t served_ = 0;
  std::optional<Error> failure_;
};

}  // namespace tangthu::vault
