#include "scanner/batch/two_pass.h"

#include <utility>

#include "scanner/break_off.h"

namespace tangthu::scanner {
namespace {

class PassPages final : public PageSource {
 public:
  PassPages(TwoPasses passes, Pass pass, int came_before)
      : passes_(std::move(passes)), pass_(pass), pages_(came_before) {}

  Result<std::optional<Page>> next() override {
    if (!feeder_ && pass_ == Pass::kBacks && pages_ == 0)
      TRY(passes_.ask(pass_, 0, nullptr));
    bool goes_on = !feeder_ && pages_ > 0;
    while (true) {
      auto page = next_of_feeder();
      if (page) {
        // The second pass opens the same scanner.
        if (!*page) feeder_.reset();
        pages_ += *page ? 1 : 0;
        return page;
      }
      const BreakOff why = break_off_of(page.error());
      if (goes_on && why == BreakOff::kFeederEmpty) return std::optional<Page>();
      if (!sheet_was_under_way(why) || page.error().code() == ErrorCode::kInterrupted)
        return page;
      feeder_.reset();
      TRY(passes_.ask(pass_, pages_, &page.error()));
      goes_on = false;
    }
  }

 private:
  Result<std::optional<Page>> next_of_feeder() {
    if (!feeder_) feeder_ = TRY(passes_.open());
    return feeder_->next();
  }

  TwoPasses passes_;
  const Pass pass_;
  int pages_;
  std::unique_ptr<PageSource> feeder_;
};

}  // namespace

std::unique_ptr<PageSource> pass_pages(TwoPasses passes, Pass pass, int came_before) {
  return std::make_unique<PassPages>(std::move(passes), pass, came_before);
}

}  // namespace tangthu::scanner
