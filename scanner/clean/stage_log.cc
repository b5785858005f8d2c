#include <utility>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {

bool StageLog::skips(Stage stage) {
  if (!left_out_.has(stage)) return false;
  note(stage, stage_action::kLeftOut, 1);
  return true;
}

void StageLog::note(Stage stage, const char* action, double confidence) {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double, std::milli> spent = now - since_;
  since_ = now;
  reports_.push_back({stage, action, confidence, spent.count()});
}

std::vector<StageReport> StageLog::take() {
  return std::move(reports_);
}

}  // namespace tangthu::scanner
