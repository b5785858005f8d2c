// Two passes of a stack: fronts and backs come out as from a duplex feeder, and a jam in
// the middle of a pass costs nothing.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "scanner/batch/two_pass.h"

namespace tangthu::scanner {
namespace {

constexpr int kJam = -1;

// Pages that bear a number as their grey; kJam breaks off.
class Numbered final : public PageSource {
 public:
  explicit Numbered(std::vector<int> numbers) : numbers_(std::move(numbers)) {}
  Result<std::optional<Page>> next() override {
    if (at_ == numbers_.size()) return std::optional<Page>();
    const int number = numbers_[at_++];
    if (number == kJam) {
      return fail(ErrorCode::kBadInput, "the paper is jammed in the feeder", "");
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

Fed feed(std::vector<std::vector<int>> stacks) {
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
  const auto source = two_pass_pages(std::move(passes));
  while (true) {
    auto page = source->next();
    if (!page) fed.error = page.error();
    if (!page || !*page) break;
    EXPECT_EQ((*page)->dpi(), 200);
    fed.pages.push_back((*page)->pixels()[0]);
  }
  return fed;
}

TEST(TwoPassTest, BacksComeInReverseAndGoBehindTheirFronts) {
  const Fed fed = feed({{10, 20, 30}, {31, 21, 11}});
  EXPECT_FALSE(fed.error);
  EXPECT_EQ(fed.pages, (std::vector<int>{10, 11, 20, 21, 30, 31}));
  EXPECT_EQ(fed.asked, (std::vector<std::string>{"backs 0"}));
}

TEST(TwoPassTest, APassGoesOnWhereItBrokeOff) {
  const Fed fed = feed({{10, kJam}, {kJam}, {20, 30}, {31, 21, kJam}, {11}});
  EXPECT_FALSE(fed.error);
  EXPECT_EQ(fed.pages, (std::vector<int>{10, 11, 20, 21, 30, 31}));
  EXPECT_EQ(fed.asked, (std::vector<std::string>{"fronts 1 jam", "fronts 1 jam",
                                                 "backs 0", "backs 2 jam"}));
}

TEST(TwoPassTest, PassesThatDifferInNumberGiveNothing) {
  const Fed fed = feed({{10, 20, 30}, {31, 11}});
  EXPECT_TRUE(fed.pages.empty());
  ASSERT_TRUE(fed.error);
  EXPECT_STREQ(fed.error->text(), "the two passes have different numbers of sheets");
}

TEST(TwoPassTest, AnEmptyStackGivesNothing) {
  const Fed fed = feed({{}, {}});
  EXPECT_TRUE(fed.pages.empty());
  EXPECT_FALSE(fed.error);
}

}  // namespace
}  // namespace tangthu::scanner
