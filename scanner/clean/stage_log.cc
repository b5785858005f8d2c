#include <ctime>
#include <utility>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// Of the processor: other work on the machine is not the stage's.
double thread_milliseconds() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

}  // namespace

StageLog::StageLog(StageSet left_out)
    : left_out_(left_out), since_(thread_milliseconds()) {}

bool StageLog::skips(Stage stage) {
  if (!left_out_.has(stage)) return false;
  note(stage, stage_action::kLeftOut, 1);
  return true;
}

void StageLog::note(Stage stage, const char* action, double confidence) {
  const double now = thread_milliseconds();
  reports_.push_back({stage, action, confidence, now - since_});
  since_ = now;
}

std::vector<StageReport> StageLog::take() {
  return std::move(reports_);
}

}  // namespace tangthu::scanner
