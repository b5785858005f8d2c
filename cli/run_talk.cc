#include "cli/run_talk.h"

#include "cli/batch_options.h"
#include "cli/taking_in.h"

namespace tangthu::cli {

archive::DigitiseListener RunTalk::listener() {
  return {[this](const archive::Digitised& stored) { print_stored(context_, stored); },
          [this](const std::string& name, const Error& error) {
            last_error_ = error.code();
            context_.error(name, error);
          },
          [this](const archive::DigitiseReport& report) {
            context_.progress(progress_words(report, start_));
          },
          [this](const archive::BatchReport& report) {
            whole_ = report.whole();
            if (reckons_) print_batch(context_, report);
          }};
}

int RunTalk::end(const archive::DigitiseReport& report) const {
  context_.message(progress_words(report, start_));
  if (!whole_) return static_cast<int>(ErrorCode::kSomeFailed);
  return exit_code(report.documents + report.failed, report.failed, last_error_);
}

}  // namespace tangthu::cli
