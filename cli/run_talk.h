// What the operator hears of a run that takes documents in, and the exit code it ends in.
#pragma once

#include <chrono>

#include "archive/digitise.h"
#include "cli/context.h"

namespace tangthu::cli {

// Thread rule: one thread. It must outlive the run.
class RunTalk {
 public:
  // `reckons`: the reckoning of a batch was asked for. `inputs`: how many there will be,
  // 0 when nobody knows, and how many of them are there already.
  RunTalk(const Context& context, bool reckons, std::uint64_t inputs = 0,
          std::uint64_t there = 0)
      : context_(context), reckons_(reckons), inputs_(inputs), there_(there) {}

  archive::DigitiseListener listener();
  // Says what came of it. 0; the input's own code when it was the only one; 9 when some
  // failed, or when a batch lacks pages or sheets.
  int end(const archive::DigitiseReport& report) const;

 private:
  const Context& context_;
  void tell(const archive::DigitiseReport& report) const;

  const bool reckons_;
  const std::uint64_t inputs_;
  const std::uint64_t there_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  ErrorCode last_error_ = ErrorCode::kBadInput;
  bool whole_ = true;
};

}  // namespace tangthu::cli
