// What goes wrong at a scanner, simulated by SANE's own devices: each has its exit code
// and tells the person what to do.
#include <string>
#include <utility>
#include <vector>

#include "tests/scanner/device_fixture.h"

namespace tangthu::scanner {
namespace {

class DeviceFaultTest : public DeviceFixture {
 protected:
  static Error error_of(const ScanOptions& options) {
    auto page = scan(options);
    if (page) {
      ADD_FAILURE() << "no error";
      return {ErrorCode::kUnexpected, "none", "none"};
    }
    return page.error();
  }
};

struct Fault {
  const char* status;
  ErrorCode code;
  const char* text;
  const char* remedy;
};

const Fault kFaults[] = {
    {"SANE_STATUS_JAMMED", ErrorCode::kBadInput, "the paper is jammed in the feeder",
     "open the cover, take the sheet out, lay it smooth on top of the rest of the stack "
     "and scan on from it; the pages before it are kept"},
    {"SANE_STATUS_COVER_OPEN", ErrorCode::kBadInput, "the scanner's cover is open",
     "lay the sheet under way back on the stack, close the cover and scan on from it; "
     "the "
     "pages before it are kept"},
    {"SANE_STATUS_NO_DOCS", ErrorCode::kBadInput, "there is no paper in the feeder",
     "put the sheets in, or scan from the glass with --source flatbed"},
    {"SANE_STATUS_IO_ERROR", ErrorCode::kBadInput, "the connection to the scanner failed",
     "check its cable and power, switch it off and on, lay a sheet that was under way "
     "back on the stack and scan on from it; the pages before it are kept"},
    {"SANE_STATUS_ACCESS_DENIED", ErrorCode::kBadInput,
     "this user may not use the scanner",
     "add the user to the group scanner, log in again and scan again"},
    {"SANE_STATUS_DEVICE_BUSY", ErrorCode::kSealedOrBusy, "the scanner is busy",
     "wait until the other program has finished, then scan again"},
    {"SANE_STATUS_CANCELLED", ErrorCode::kInterrupted,
     "the scan was cancelled at the scanner", "scan again"},
    {"SANE_STATUS_NO_MEM", ErrorCode::kUnexpected,
     "the scanner's driver ran out of memory",
     "scan at a lower resolution or a smaller area"},
    {"SANE_STATUS_INVAL", ErrorCode::kUsage, "the scanner refuses these settings",
     "check the options with scan --list-options"},
    {"SANE_STATUS_UNSUPPORTED", ErrorCode::kUsage, "the scanner refuses these settings",
     "check the options with scan --list-options"},
    {"SANE_STATUS_EOF", ErrorCode::kBadInput, "the scanner sent less than a page",
     "scan the page again"},
};

TEST_F(DeviceFaultTest, EveryStatusHasItsCodeTextAndRemedy) {
  for (const Fault& fault : kFaults) {
    const Error error = error_of(test_device({{"read-return-value", fault.status}}));
    EXPECT_EQ(error.code(), fault.code) << fault.status;
    EXPECT_STREQ(error.text(), fault.text);
    EXPECT_STREQ(error.remedy(), fault.remedy);
    EXPECT_EQ(error.subject(), "test:0");
  }
}

TEST_F(DeviceFaultTest, FaultsOfTheOtherDeviceMeanTheSame) {
  const auto file = write("page.pnm", "P5\n2 1\n255\nxy");
  EXPECT_STREQ(error_of(pnm_device(file, {{"status-jammed", "yes"}})).text(),
               "the paper is jammed in the feeder");
  EXPECT_STREQ(error_of(pnm_device(file, {{"status-coveropen", "yes"}})).text(),
               "the scanner's cover is open");
}

TEST_F(DeviceFaultTest, AFaultIsForgottenWithTheScan) {
  const auto file = write("page.pnm", "P5\n2 1\n255\nxy");
  error_of(pnm_device(file, {{"status-ioerror", "yes"}}));
  EXPECT_EQ(page_of(pnm_device(file)).width(), 2);
}

TEST_F(DeviceFaultTest, AfterAnErrorTheSourceIsAtItsEndAndTheDeviceFree) {
  auto source = open_device(test_device({{"read-return-value", "SANE_STATUS_JAMMED"}}));
  ASSERT_TRUE(source);
  EXPECT_FALSE((*source)->next());
  const auto after = (*source)->next();
  ASSERT_TRUE(after);
  EXPECT_FALSE(after->has_value());
  EXPECT_TRUE(open_device(test_device({})));
}

TEST_F(DeviceFaultTest, EmptyFeederIsAnErrorAtTheStart) {
  ScanOptions options = test_device({{"read-return-value", "SANE_STATUS_NO_DOCS"}});
  options.source = FeedSource::kFeeder;
  const Error error = error_of(options);
  EXPECT_EQ(error.code(), ErrorCode::kBadInput);
  EXPECT_STREQ(error.text(), "there is no paper in the feeder");
}

TEST_F(DeviceFaultTest, MissingPageFileOfTheVirtualDeviceIsRefused) {
  const Error error = error_of(pnm_device(folder_ / "absent.pnm"));
  EXPECT_EQ(error.code(), ErrorCode::kUsage);
  EXPECT_STREQ(error.text(), "the scanner refuses these settings");
}

TEST_F(DeviceFaultTest, UnknownDeviceIsNamed) {
  for (const char* name : {"nonsense:0", "pnm:9", "test:77"}) {
    ScanOptions options;
    options.device = name;
    const Error error = error_of(options);
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_STREQ(error.text(), "there is no scanner of this name");
    EXPECT_EQ(error.subject(), name);
  }
}

TEST_F(DeviceFaultTest, ScannerWithoutTwoSidedFeederRefusesBothSides) {
  for (const char* name : {"test:0", "pnm:0"}) {
    ScanOptions options;
    options.device = name;
    options.source = FeedSource::kFeederDuplex;
    const Error error = error_of(options);
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_STREQ(error.text(), "the scanner can't be told to scan both sides");
  }
}

TEST_F(DeviceFaultTest, ResolutionPastTheDeviceIsRefusedAndNotLowered) {
  ScanOptions options = test_device({}, 2000);
  const Error error = error_of(options);
  EXPECT_EQ(error.code(), ErrorCode::kUsage);
  EXPECT_EQ(error.subject(), "resolution");
}

}  // namespace
}  // namespace tangthu::scanner
