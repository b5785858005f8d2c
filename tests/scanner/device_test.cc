// Scanning with SANE's virtual devices: every pixel counts.
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tests/scanner/device_fixture.h"

namespace tangthu::scanner {
namespace {

class DeviceTest : public DeviceFixture {
 protected:
  // A pattern in which neighbours differ in every byte.
  static std::string pattern(int bytes) {
    std::string data;
    for (int i = 0; i < bytes; ++i)
      data += static_cast<char>((i * 37 + i / 251) % 256);
    return data;
  }
  static std::vector<std::uint8_t> bytes_of(const std::string& data) {
    return {data.begin(), data.end()};
  }
  std::filesystem::path grey_file() {
    return write("grey.pnm", "P5\n83 61\n255\n" + pattern(83 * 61));
  }
  std::filesystem::path colour_file() {
    return write("colour.pnm", "P6\n83 61\n255\n" + pattern(83 * 61 * 3));
  }
};

TEST_F(DeviceTest, GreyFileComesPixelForPixel) {
  const Page page = page_of(pnm_device(grey_file()));
  EXPECT_EQ(page.format(), PixelFormat::kGrey);
  EXPECT_EQ(page.width(), 83);
  EXPECT_EQ(page.height(), 61);
  EXPECT_EQ(page.dpi(), 300);
  EXPECT_EQ(pixels_of(page), bytes_of(pattern(83 * 61)));
}

TEST_F(DeviceTest, ColourFileComesPixelForPixel) {
  const Page page = page_of(pnm_device(colour_file()));
  EXPECT_EQ(page.format(), PixelFormat::kRgb);
  EXPECT_EQ(page.width(), 83);
  EXPECT_EQ(page.height(), 61);
  EXPECT_EQ(pixels_of(page), bytes_of(pattern(83 * 61 * 3)));
}

TEST_F(DeviceTest, BitonalFileBecomesBlackAndWhite) {
  // 11 pixels a line: the last five bits of a line are padding.
  const Page page = page_of(pnm_device(write("bits.pnm", "P4\n11 2\n\xA5\xC0\x0F\x3F")));
  EXPECT_EQ(page.format(), PixelFormat::kGrey);
  EXPECT_EQ(page.width(), 11);
  const std::vector<std::uint8_t> expected = {0, 255, 0,   255, 255, 0,   255, 0,
                                              0, 0,   255, 255, 255, 255, 255, 0,
                                              0, 0,   0,   255, 255, 0};
  EXPECT_EQ(pixels_of(page), expected);
}

TEST_F(DeviceTest, ThreePassesMakeTheSameColours) {
  // This device sends green, then blue, then red.
  const Page page = page_of(pnm_device(colour_file(), {{"three-pass", "yes"}}));
  EXPECT_EQ(page.format(), PixelFormat::kRgb);
  EXPECT_EQ(pixels_of(page), bytes_of(pattern(83 * 61 * 3)));
}

TEST_F(DeviceTest, UnknownHeightGrowsToThePage) {
  const auto file = write("long.pnm", "P6\n7 5000\n255\n" + pattern(7 * 5000 * 3));
  const Page page = page_of(pnm_device(file, {{"hand-scanner", "yes"}}));
  EXPECT_EQ(page.height(), 5000);
  EXPECT_EQ(pixels_of(page), bytes_of(pattern(7 * 5000 * 3)));
}

TEST_F(DeviceTest, UnknownHeightPastTheLimitIsRefused) {
  const auto file = write("endless.pnm", "P5\n2 40000\n255\n" + pattern(2 * 40'000));
  const auto page = scan(pnm_device(file, {{"hand-scanner", "yes"}}));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code(), ErrorCode::kBadInput);
}

TEST_F(DeviceTest, AnnouncedHeightPastTheLimitIsRefusedBeforeReading) {
  const auto page = scan(pnm_device(write("high.pnm", "P5\n2 40000\n255\nxx")));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code(), ErrorCode::kBadInput);
  EXPECT_STREQ(page.error().text(), "the scanner sends a page outside the limits");
}

TEST_F(DeviceTest, APageCutShortIsAnErrorAndNotAHalfPage) {
  const auto file = write("cut.pnm", "P5\n83 61\n255\n" + pattern(83 * 40));
  const auto page = scan(pnm_device(file));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code(), ErrorCode::kBadInput);
  EXPECT_STREQ(page.error().text(), "the scanner sent less than a page");
  EXPECT_EQ(page.error().subject(), "pnm:0");
}

TEST_F(DeviceTest, FlatbedGivesExactlyOnePage) {
  auto source = open_device(pnm_device(grey_file()));
  ASSERT_TRUE(source);
  EXPECT_TRUE((*source)->next().value().has_value());
  EXPECT_FALSE((*source)->next().value().has_value());
  EXPECT_FALSE((*source)->next().value().has_value());
}

TEST_F(DeviceTest, ADeviceWithoutSourcesFeedsWhenAsked) {
  ScanOptions options = pnm_device(grey_file());
  options.source = FeedSource::kFeeder;
  auto source = open_device(options);
  ASSERT_TRUE(source);
  EXPECT_TRUE((*source)->next().value().has_value());
  EXPECT_FALSE((*source)->next().value().has_value());
}

TEST_F(DeviceTest, DeviceIsFreeAgainAfterItsLastPage) {
  auto first = open_device(pnm_device(grey_file()));
  ASSERT_TRUE(first);
  ASSERT_TRUE((*first)->next());
  EXPECT_TRUE(open_device(pnm_device(grey_file())));
}

// Each has a process of its own, and so a driver of its own.
TEST_F(DeviceTest, ScansSideBySideDoNotDisturbEachOther) {
  ScanOptions options = test_device({{"test-picture", "Solid white"}});
  options.source = FeedSource::kFeeder;
  auto first = open_device(options);
  auto second = open_device(pnm_device(grey_file()));
  ASSERT_TRUE(first && second);
  EXPECT_EQ((*first)->next().value()->row(0)[0], 255);
  EXPECT_EQ(pixels_of(*(*second)->next().value()), bytes_of(pattern(83 * 61)));
  EXPECT_EQ((*first)->next().value()->row(0)[0], 255);
}

// A page must be in safety before the next sheet moves.
TEST_F(DeviceTest, NothingIsFedBeforeItIsAskedFor) {
  const auto file = write("page.pnm", "P5\n2 1\n255\nxy");
  auto source = open_device(pnm_device(file));
  ASSERT_TRUE(source);
  write("page.pnm", "P5\n3 1\n255\nxyz");
  const auto page = (*source)->next();
  ASSERT_TRUE(page && *page);
  EXPECT_EQ((*page)->width(), 3);
}

TEST_F(DeviceTest, ScanLeftInTheMiddleOfABatchFreesTheDevice) {
  ScanOptions options = test_device({});
  options.source = FeedSource::kFeeder;
  for (int round = 0; round < 2; ++round) {
    auto source = open_device(options);
    ASSERT_TRUE(source);
    ASSERT_TRUE((*source)->next().value().has_value());
  }
}

TEST_F(DeviceTest, FeederGivesItsTenPagesThenEnds) {
  ScanOptions options = test_device({{"test-picture", "Grid"}});
  options.source = FeedSource::kFeeder;
  auto source = open_device(options);
  ASSERT_TRUE(source);
  int pages = 0;
  while (pages < 100) {
    const auto page = (*source)->next();
    ASSERT_TRUE(page) << page.error().text();
    if (!*page) break;
    EXPECT_EQ((*page)->format(), PixelFormat::kRgb);
    ++pages;
  }
  EXPECT_EQ(pages, 10);
}

TEST_F(DeviceTest, SourceSetByOptionOverridesTheFlag) {
  // "auto" is a unique beginning of "Automatic Document Feeder".
  auto source = open_device(test_device({{"source", "auto"}}));
  ASSERT_TRUE(source);
  EXPECT_TRUE((*source)->next().value().has_value());
  EXPECT_TRUE((*source)->next().value().has_value());
}

TEST_F(DeviceTest, ColourIsPreferredAndResolutionIsTheDevices) {
  const Page page = page_of(test_device({}, 72));
  EXPECT_EQ(page.format(), PixelFormat::kRgb);
  EXPECT_EQ(page.dpi(), 72);
  EXPECT_EQ(page.width(), 226);  // 80 mm
  EXPECT_EQ(page.height(), 283);
  EXPECT_EQ(page_of(test_device({{"mode", "Gray"}})).format(), PixelFormat::kGrey);
  EXPECT_EQ(page_of(test_device({{"resolution", "100dpi"}})).dpi(), 100);
}

TEST_F(DeviceTest, ResolutionIsTheNextFinerOneOfAList) {
  ScanOptions options = pnm_device(grey_file());
  options.resolution_dpi = 160;
  EXPECT_EQ(page_of(options).dpi(), 165);
}

// The grid has squares of 10 mm: at 127 dpi 50 pixels. Its phase is the device's own
// matter and differs by depth, so squares are compared with each other.
using OptionPair = std::pair<std::string, std::string>;

class GridTest : public DeviceFixture,
                 public ::testing::WithParamInterface<OptionPair> {};

void expect_grid(const Page& page) {
  ASSERT_EQ(page.width(), 400);
  ASSERT_EQ(page.height(), 500);
  const auto at = [&](int x, int y, int c) {
    return page.row(y)[x * page.channels() + c];
  };
  int wrong = 0;
  for (int y = 5; y < page.height(); y += 10) {
    for (int x = 5; x < page.width(); x += 10) {
      const bool odd = (x / 50 + y / 50) % 2 != 0;
      for (int c = 0; c < page.channels(); ++c) {
        const int expected = odd ? 255 - at(5, 5, c) : at(5, 5, c);
        wrong += at(x, y, c) == expected ? 0 : 1;
      }
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(at(5, 5, 0) == 0 || at(5, 5, 0) == 255);
}

TEST_P(GridTest, LooksLikeTheGrid) {
  const auto& [mode, depth] = GetParam();
  for (const auto& extra :
       std::vector<OptionList>{{},
                               {{"fuzzy-parameters", "yes"}},
                               {{"read-limit", "yes"}, {"read-limit-size", "777"}}}) {
    OptionList options = {{"mode", mode}, {"depth", depth}, {"test-picture", "Grid"}};
    options.insert(options.end(), extra.begin(), extra.end());
    const Page page = page_of(test_device(options, 127));
    EXPECT_EQ(page.channels(), mode == "Gray" ? 1 : 3);
    expect_grid(page);
  }
}

INSTANTIATE_TEST_SUITE_P(
    AllDepths, GridTest,
    ::testing::Values(OptionPair{"Gray", "1"}, OptionPair{"Gray", "8"},
                      OptionPair{"Gray", "16"}, OptionPair{"Color", "1"},
                      OptionPair{"Color", "8"}, OptionPair{"Color", "16"}));

TEST_F(DeviceTest, BlackIsBlackAndWhiteIsWhiteInEveryMode) {
  for (const char* mode : {"Gray", "Color"}) {
    for (const char* depth : {"1", "8", "16"}) {
      for (const auto& [picture, value] :
           {std::pair{"Solid black", 0}, {"Solid white", 255}}) {
        const Page page = page_of(
            test_device({{"mode", mode}, {"depth", depth}, {"test-picture", picture}}));
        for (const int pixel : page.pixels())
          ASSERT_EQ(pixel, value) << mode << depth;
      }
    }
  }
}

TEST_F(DeviceTest, ThreePassOfEveryOrderEqualsOnePass) {
  for (const char* depth : {"1", "8", "16"}) {
    const OptionList base = {{"depth", depth}, {"test-picture", "Color pattern"}};
    const Page one = page_of(test_device(base));
    for (const char* order : {"RGB", "GBR", "BGR"}) {
      OptionList options = base;
      options.emplace_back("three-pass", "yes");
      options.emplace_back("three-pass-order", order);
      const Page three = page_of(test_device(options));
      ASSERT_EQ(three.format(), PixelFormat::kRgb);
      EXPECT_EQ(pixels_of(three), pixels_of(one)) << depth << order;
    }
  }
}

TEST_F(DeviceTest, GreyPatternRampsInEightBits) {
  const Page page =
      page_of(test_device({{"mode", "Gray"}, {"test-picture", "Color pattern"}}));
  // Squares of 4 with gaps of 1, each one brighter than the last; gaps are 0x55.
  for (int x = 0; x < page.width(); ++x) {
    EXPECT_EQ(page.row(2)[x], x % 5 == 0 ? 0x55 : x / 5) << x;
  }
}

TEST_F(DeviceTest, SixteenBitsAreRoundedToEight) {
  const Page page = page_of(test_device(
      {{"mode", "Gray"}, {"depth", "16"}, {"test-picture", "Color pattern"}}, 100));
  // From line and column 4 on: high byte = column, low byte = line.
  for (const int y : {4, 100, 250}) {
    for (int x = 4; x < 260; ++x) {
      const double wide = (x - 4) * 256 + (y - 4);
      EXPECT_EQ(page.row(y)[x], std::lround(wide / 257.0)) << x << " " << y;
    }
  }
}

TEST_F(DeviceTest, LinePaddingIsCutOff) {
  const Page page = page_of(test_device(
      {{"ppl-loss", "7"}, {"mode", "Gray"}, {"test-picture", "Color pattern"}}));
  EXPECT_EQ(page.width(), 150);
  for (int x = 0; x < page.width(); ++x) {
    EXPECT_EQ(page.row(2)[x], x % 5 == 0 ? 0x55 : x / 5);
  }
}

TEST_F(DeviceTest, HandScannerOfUnknownHeightGivesItsPage) {
  const Page page = page_of(test_device({{"hand-scanner", "yes"}}, 100));
  EXPECT_EQ(page.width(), 433);   // 110 mm
  EXPECT_EQ(page.height(), 669);  // 170 mm
}

TEST_F(DeviceTest, ListsWhatSaneIsConfiguredFor) {
  configure("pnm\n");
  const auto devices = list_devices();
  ASSERT_TRUE(devices);
  ASSERT_EQ(devices->size(), 2U);
  EXPECT_EQ(devices->front().name, "pnm:0");
  EXPECT_EQ(devices->front().model, "PNM file reader");
  EXPECT_EQ(devices->front().type, "virtual device");
}

TEST_F(DeviceTest, NoDeviceNameMeansTheFirstFound) {
  const auto none = scan({});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), ErrorCode::kBadInput);
  EXPECT_STREQ(none.error().text(), "no scanner was found");
  EXPECT_TRUE(list_devices().value().empty());

  configure("pnm\n");
  ScanOptions options = pnm_device(grey_file());
  options.device.clear();
  EXPECT_EQ(page_of(options).width(), 83);
}

}  // namespace
}  // namespace tangthu::scanner
