#include "cli/run_talk.h"

#include "cli/batch_options.h"
#include "cli/taking_in.h"

namespace tangthu::cli {

void RunTalk::tell(const archive::DigitiseReport& report) const {
  const auto done = static_cast<std::uint64_t>(report.documents + report.failed);
  Progress progress = progress_of(there_ + done, inputs_, Counted::kPages);
  progress.done = static_cast<std::uint64_t>(report.pages);
  context_.progress(progress);
}

archive::DigitiseListener RunTalk::listener() {
  tell({});
  return {[this](const archive::Digitised& stored) { print_stored(context_, stored); },
          [this](const std::string& name, const Error& error) {
            last_error_ = error.code();
            context_.error(name, error);
          },
          [this](const archive::DigitiseReport& report) { tell(report); },
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
