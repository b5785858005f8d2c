// A stack in a feeder, and what goes wrong in the middle of it: the pages before are
// there, the error says what to do, and a program learns what it was.
#include <filesystem>
#include <string>

#include <stdlib.h>

#include "base/process.h"
#include "scanner/break_off.h"
#include "scanner/device_process.h"
#include "tests/scanner/device_fixture.h"

namespace tangthu::scanner {
namespace {

class DeviceFeederTest : public DeviceFixture {
 protected:
  void SetUp() override {
    DeviceFixture::SetUp();
    setenv("LD_LIBRARY_PATH", (program_folder() / "sane").c_str(), 1);
    unsetenv("SANE_FEEDER");
  }
  void TearDown() override {
    unsetenv("LD_LIBRARY_PATH");
    unsetenv("SANE_FEEDER");
    DeviceFixture::TearDown();
  }

  static ScanOptions stack(OptionList more = {}) {
    ScanOptions options{"feeder:0", FeedSource::kFeeder, 50, std::move(more)};
    options.device_options.emplace_back("mode", "Gray");
    return options;
  }

  struct Outcome {
    int pages = 0;
    std::optional<Error> error;
    BreakOff why() const { return error ? break_off_of(*error) : BreakOff::kOther; }
  };
  static Outcome feed(const ScanOptions& options, DeviceLimits limits = {}) {
    DeviceProcess::Launch launch;
    launch.device = options.device;
    launch.limits = limits;
    Outcome outcome;
    auto source = open_device(launch, options);
    if (!source) return {0, source.error()};
    while (true) {
      auto page = (*source)->next();
      if (!page) {
        outcome.error = page.error();
        return outcome;
      }
      if (!*page) return outcome;
      ++outcome.pages;
    }
  }
  static Outcome feed_with(const std::string& fault) {
    setenv("SANE_FEEDER", fault.c_str(), 1);
    return feed(stack());
  }
};

TEST_F(DeviceFeederTest, AStackGoesThroughToItsEnd) {
  const Outcome outcome = feed(stack());
  EXPECT_FALSE(outcome.error) << outcome.error->text();
  EXPECT_EQ(outcome.pages, 10);
}

TEST_F(DeviceFeederTest, EveryFaultInTheMiddleLeavesThePagesBeforeAndSaysWhatItWas) {
  const struct {
    const char* fault;
    BreakOff why;
  } kFaults[] = {
      {"4:SANE_STATUS_JAMMED", BreakOff::kJam},
      {"4:SANE_STATUS_COVER_OPEN", BreakOff::kCoverOpen},
      {"4:SANE_STATUS_IO_ERROR", BreakOff::kConnection},
      {"4:SANE_STATUS_CANCELLED", BreakOff::kCancelled},
      {"4:SANE_STATUS_NO_MEM", BreakOff::kDriver},
      {"4:SANE_STATUS_EOF", BreakOff::kBadPage},
      {"4:double-feed", BreakOff::kDoubleFeed},
      {"4:crash", BreakOff::kDriver},
  };
  for (const auto& [fault, why] : kFaults) {
    const Outcome outcome = feed_with(fault);
    ASSERT_TRUE(outcome.error) << fault;
    EXPECT_EQ(outcome.pages, 3) << fault;
    EXPECT_EQ(outcome.why(), why) << fault << ": " << outcome.error->text();
    EXPECT_TRUE(sheet_was_under_way(outcome.why())) << fault;
    EXPECT_EQ(outcome.error->subject(), "feeder:0");
  }
}

TEST_F(DeviceFeederTest, ADriverThatHangsAtASheetIsAnErrorInTime) {
  setenv("SANE_FEEDER", "4:hang", 1);
  DeviceLimits limits;
  limits.first_answer = limits.stall = std::chrono::milliseconds(1500);
  const Outcome outcome = feed(stack(), limits);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.pages, 3);
  EXPECT_STREQ(outcome.error->text(), "the scanner does not answer");
  EXPECT_EQ(outcome.why(), BreakOff::kDriver);
}

TEST_F(DeviceFeederTest, AnEmptyFeederMovedNoSheet) {
  const Outcome outcome = feed_with("1:SANE_STATUS_NO_DOCS");
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.why(), BreakOff::kFeederEmpty);
  EXPECT_FALSE(sheet_was_under_way(outcome.why()));
}

TEST_F(DeviceFeederTest, TheFeederEmptyAfterSomeSheetsIsTheEndOfTheBatch) {
  const Outcome outcome = feed_with("4:SANE_STATUS_NO_DOCS");
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.pages, 3);
}

TEST_F(DeviceFeederTest, DetectionOfDoubleFeedsIsOnUnlessSwitchedOff) {
  setenv("SANE_FEEDER", "4:double-feed", 1);
  EXPECT_EQ(feed(stack()).why(), BreakOff::kDoubleFeed);
  ScanOptions off = stack();
  off.double_feed = DoubleFeed::kOff;
  const Outcome unseen = feed(off);
  EXPECT_FALSE(unseen.error);
  EXPECT_EQ(unseen.pages, 10);
  // What a person sets by name wins.
  EXPECT_EQ(feed(stack({{"df-thickness", "no"}})).pages, 10);
}

TEST_F(DeviceFeederTest, DetectionThatIsRequiredAndNotThereIsRefused) {
  ScanOptions options = stack();
  options.double_feed = DoubleFeed::kRequired;
  EXPECT_EQ(feed(options).pages, 10);
  options.device = "test:0";
  const Outcome outcome = feed(options);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code(), ErrorCode::kUsage);
  EXPECT_STREQ(outcome.error->text(),
               "the scanner can't detect two sheets that go together");
}

TEST_F(DeviceFeederTest, PaperSizeSetsTheAreaThatIsScanned) {
  ScanOptions options = stack();
  options.paper = *parse_paper_size("100x150");
  const Page page = page_of(options);
  EXPECT_NEAR(page.width(), 100 / 25.4 * 50, 2);
  EXPECT_NEAR(page.height(), 150 / 25.4 * 50, 2);
}

TEST_F(DeviceFeederTest, PaperPastTheDeviceIsRefusedAndNotCut) {
  ScanOptions options = stack();
  options.paper = *parse_paper_size("A3");
  const Outcome outcome = feed(options);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code(), ErrorCode::kUsage);
  EXPECT_STREQ(outcome.error->text(), "the scanner takes no paper as large as this");
}

TEST_F(DeviceFeederTest, AModeIsSetAsAskedOrRefused) {
  ScanOptions options = test_device({{"test-picture", "Color pattern"}});
  options.mode = ColourMode::kColour;
  EXPECT_EQ(page_of(options).format(), PixelFormat::kRgb);
  options.mode = ColourMode::kGrey;
  EXPECT_EQ(page_of(options).format(), PixelFormat::kGrey);
  options.mode = ColourMode::kLineart;
  const auto refused = scan(options);
  ASSERT_FALSE(refused);
  EXPECT_STREQ(refused.error().text(), "the scanner has no such mode");
}

TEST(PaperSizeTest, NamesAndMillimetresAreRead) {
  EXPECT_EQ(parse_paper_size("a4"), (PaperSize{210, 297}));
  EXPECT_EQ(parse_paper_size("Legal"), (PaperSize{215.9, 355.6}));
  EXPECT_EQ(parse_paper_size("209.5x300"), (PaperSize{209.5, 300}));
  EXPECT_EQ(paper_name({297, 420}), "A3");
  EXPECT_EQ(paper_name({1, 2}), "");
  for (const char* bad : {"", "A", "A44", "x", "10x300", "210x", "210x9999", "nanx300",
                          "210 x 297", "-210x297", "210x297mm"}) {
    EXPECT_FALSE(parse_paper_size(bad)) << bad;
  }
}

}  // namespace
}  // namespace tangthu::scanner
