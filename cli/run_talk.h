// What the operator hears of a run that takes documents in, and the exit code it ends in.
#pragma once

#include <chrono>

#include "archive/digitise.h"
#include "cli/context.h"

namespace tangthu::cli {

// Thread rule: one thread. It must outlive the run.
class RunTalk {
 public:
  // `reckons`: the reckoning of a batch was asked for.
  RunTalk(const Context& context, bool reckons) : context_(context), reckons_(reckons) {}

  archive::DigitiseListener listener();
  // Says what came of it. 0; the input's own code when it was the only one; 9 when some
  // failed, or when a batch lacks pages or sheets.
  int end(const archive::DigitiseReport& report) const;

 private:
  const Context& context_;
  const bool reckons_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  ErrorCode last_error_ = ErrorCode::kBadInput;
  bool whole_ = true;
};

}  // namespace tangthu::cli
