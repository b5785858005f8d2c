#include "scanner/batch/two_pass.h"

#include <array>
#include <utility>
#include <vector>

#include "scanner/break_off.h"
#include "scanner/device.h"

namespace tangthu::scanner {
namespace {

class TwoPassPages final : public PageSource {
 public:
  explicit TwoPassPages(TwoPasses passes) : passes_(std::move(passes)) {}

  Result<std::optional<Page>> next() override {
    if (!fed_) {
      fed_ = true;
      TRY(feed(Pass::kFronts));
      TRY(passes_.ask(Pass::kBacks, 0, nullptr));
      TRY(feed(Pass::kBacks));
      order_ = TRY(collate(held(Pass::kFronts).size(), held(Pass::kBacks).size()));
    }
    if (given_ == order_.size()) return std::optional<Page>();
    const Side side = order_[given_++];
    const InputFile file{"page", MediaType::kPng,
                         std::exchange(held(side.pass)[side.index], {})};
    return TRY(open_pages(file))->next();
  }

 private:
  std::vector<Bytes>& held(Pass pass) { return held_[static_cast<std::size_t>(pass)]; }

  // A whole pass, over as many breaks as it takes.
  Result<void> feed(Pass pass) {
    while (true) {
      auto fed = feed_until_break(pass);
      if (fed) return fed;
      if (!sheet_was_under_way(break_off_of(fed.error())) ||
          fed.error().code() == ErrorCode::kInterrupted) {
        return fed;
      }
      TRY(passes_.ask(pass, static_cast<int>(held(pass).size()), &fed.error()));
    }
  }

  Result<void> feed_until_break(Pass pass) {
    const auto source = TRY(passes_.open());
    while (auto page = TRY(source->next())) {
      Bytes png = TRY(encode_png(*page));
      bytes_ += png.size();
      if (bytes_ > kMostHeldBytes) {
        return fail(ErrorCode::kBadInput, "the stack is too large for two passes",
                    "scan it in smaller stacks; nothing was taken in");
      }
      held(pass).push_back(std::move(png));
    }
    return {};
  }

  TwoPasses passes_;
  std::array<std::vector<Bytes>, 2> held_;
  std::size_t bytes_ = 0;
  std::vector<Side> order_;
  std::size_t given_ = 0;
  bool fed_ = false;
};

}  // namespace

std::unique_ptr<PageSource> two_pass_pages(TwoPasses passes) {
  return std::make_unique<TwoPassPages>(std::move(passes));
}

}  // namespace tangthu::scanner
