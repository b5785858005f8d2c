// One of two passes of a stack: who is asked when, and a jam in the middle costs nothing.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "scanner/batch/two_pass.h"

namespace tangthu::scanner {
namespace {

constexpr int kJam = -1;
constexpr int kNoPaper = -2;

// Pages that bear a number as their grey; kJam and kNoPaper break
// off.
class Numbered final : public PageSource {
 public:
  explicit Numbered(std::vector<int> numbers) : numbers_(std::move(numbers)) {}
  Result<std::optional<Page>> next() override {
    if (at_ == numbers_.size()) return std::optional<Page>();
    const int number = numbers_[at_++];
    if (number == kJam) {
      return fail(ErrorCode::kBadInput, "the paper is jammed in the feeder", "");
    }
    if (number == kNoPaper) {
      return fail(ErrorCode::kBadInput, "there is no paper in the feeder", "");
    }
    auto page = TRY(Page::create(20, 30, PixelFormat::kGrey, 200));
    std::fill(page.pixels().begin(), page.pixels().end(),
              static_cast<std::uint8_t>(number));
    return std::optional<Page>(std::move(page));
  }

 private:
  std::vector<int> numbers_;
  std::size_t at_ = 0;
};

struct Fed {
  std::vector<int> pages;
  std::optional<Error> error;
  std::vector<std::string> asked;
};

Fed feed(Pass which, int came_before, std::vector<std::vector<int>> stacks) {
  Fed fed;
  std::size_t stack = 0;
  TwoPasses passes;
  passes.open = [&]() -> Result<std::unique_ptr<PageSource>> {
    return std::make_unique<Numbered>(stacks.at(stack++));
  };
  passes.ask = [&](Pass pass, int pages, const Error* broke_off) -> Result<void> {
    fed.asked.push_back((pass == Pass::kFronts ? "fronts " : "backs ") +
                        std::to_string(pages) + (broke_off != nullptr ? " jam" : ""));
    return {};
  };
  const auto source = pass_pages(std::move(passes), which, came_before);
  while (true) {
    auto page = source->next();
    if (!page) fed.error = page.error();
    if (!page || !*page) break;
    EXPECT_EQ((*page)->dpi(), 200);
    fed.pages.push_back((*page)->pixels()[0]);
  }
  return fed;
}

TEST(TwoPassTest, TheStackIsAskedForBeforeTheSecondPassOnly) {
  const Fed fronts = feed(Pass::kFronts, 0, {{10, 20, 30}});
  EXPECT_EQ(fronts.pages, (std::vector<int>{10, 20, 30}));
  EXPECT_TRUE(fronts.asked.empty());
  const Fed backs = feed(Pass::kBacks, 0, {{31, 21, 11}});
  EXPECT_EQ(backs.pages, (std::vector<int>{31, 21, 11}));
  EXPECT_EQ(backs.asked, (std::vector<std::string>{"backs 0"}));
}

TEST(TwoPassTest, APassGoesOnWhereItBrokeOff) {
  const Fed fed = feed(Pass::kFronts, 0, {{10, kJam}, {kJam}, {20, 30}});
  EXPECT_FALSE(fed.error);
  EXPECT_EQ(fed.pages, (std::vector<int>{10, 20, 30}));
  EXPECT_EQ(fed.asked, (std::vector<std::string>{"fronts 1 jam", "fronts 1 jam"}));
}

TEST(TwoPassTest, APassOfAnEarlierProcessGoesOnAndMayHaveBeenThrough) {
  const Fed goes_on = feed(Pass::kBacks, 2, {{11, kJam}, {10}});
  EXPECT_EQ(goes_on.pages, (std::vector<int>{11, 10}));
  EXPECT_EQ(goes_on.asked, (std::vector<std::string>{"backs 3 jam"}));
  const Fed was_through = feed(Pass::kFronts, 2, {{kNoPaper}});
  EXPECT_FALSE(was_through.error);
  EXPECT_TRUE(was_through.pages.empty());
}

TEST(TwoPassTest, AnEmptyFeederIsAnErrorWhereThePassBegins) {
  EXPECT_TRUE(feed(Pass::kFronts, 0, {{kNoPaper}}).error);
  // And behind a jam: the sheet that was under way is missing.
  EXPECT_TRUE(feed(Pass::kFronts, 1, {{20, kJam}, {kNoPaper}}).error);
  EXPECT_TRUE(feed(Pass::kFronts, 1, {{kJam}, {kNoPaper}}).error);
}

}  // namespace
}  // namespace tangthu::scanner
