#include "base/page.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace tangthu {
namespace {

TEST(PageTest, LimitsAreEnforced) {
  EXPECT_FALSE(Page::create(0, 10, PixelFormat::kGrey, 300));
  EXPECT_FALSE(Page::create(40000, 40000, PixelFormat::kGrey, 300));
  EXPECT_FALSE(Page::create(kMaxPageSide + 1, 1, PixelFormat::kGrey, 300));
  EXPECT_TRUE(Page::create(kMaxPageSide, 1, PixelFormat::kRgb, 300));
}

TEST(PageTest, ACloneHasItsOwnPixels) {
  auto page = Page::create(4, 3, PixelFormat::kRgb, 300);
  ASSERT_TRUE(page);
  page->row(1)[0] = 9;
  Page copy = page->clone();
  page->row(1)[0] = 1;
  EXPECT_EQ(copy.row(1)[0], 9);
  EXPECT_EQ(copy.stride(), 12U);
}

TEST(PixelMemoryTest, EverySizeIsZeroToItsLastByte) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{4095}, std::size_t{1} << 20,
                                 (std::size_t{5} << 20) + 3}) {
    for (int round = 0; round < 2; ++round) {  // the second gets what the first left
      const PixelMemory pixels = new_pixels(size);
      EXPECT_TRUE(std::all_of(pixels.get(), pixels.get() + size,
                              [](std::uint8_t byte) { return byte == 0; }));
      std::fill_n(pixels.get(), size, std::uint8_t{0xA5});
    }
  }
}

#ifndef TANGTHU_SANITIZED
long faults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

TEST(PixelMemoryTest, WhatOnePictureGaveBackTheNextOneGetsWithoutTheSystem) {
  constexpr std::size_t kSize = std::size_t{26} << 20;
  new_pixels(kSize).get()[0] = 1;
  const long before = faults();
  for (int i = 0; i < 50; ++i) {
    const PixelMemory pixels = new_pixels(kSize - static_cast<std::size_t>(i) * 4096);
    std::fill_n(pixels.get(), pixels.get_deleter().size, std::uint8_t{0xA5});
  }
  EXPECT_LT(faults() - before, 100);
}

TEST(PixelMemoryTest, PicturesOfManyThreadsAreTheirOwn) {
  std::vector<std::thread> threads;
  for (int t = 1; t <= 4; ++t) {
    threads.emplace_back([t] {
      for (std::size_t round = 0; round < 30; ++round) {
        const std::size_t size = (std::size_t{1} << 20) * (1 + round % 7);
        const PixelMemory pixels = new_pixels(size);
        const auto all = [&](int value) {
          return std::all_of(pixels.get(), pixels.get() + size,
                             [&](std::uint8_t byte) { return byte == value; });
        };
        EXPECT_TRUE(all(0));
        std::fill_n(pixels.get(), size, static_cast<std::uint8_t>(t));
        EXPECT_TRUE(all(t));
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
}

TEST(PixelMemoryTest, APageIsInNoCoreDump) {
  const auto page = Page::create(2480, 3508, PixelFormat::kRgb, 300);
  ASSERT_TRUE(page);
  const auto at = reinterpret_cast<std::uintptr_t>(page->row(1754));
  std::ifstream maps("/proc/self/smaps");
  bool here = false, found = false;
  for (std::string line; std::getline(maps, line);) {
    const std::size_t dash = line.find('-');
    const bool is_range =
        dash != std::string::npos && line.find_first_not_of("0123456789abcdef") == dash;
    if (is_range) {
      here = std::stoull(line, nullptr, 16) <= at &&
             at < std::stoull(line.substr(dash + 1), nullptr, 16);
    } else if (here && line.starts_with("VmFlags:")) {
      found = true;
      EXPECT_NE(line.find(" dd"), std::string::npos) << line;
    }
  }
  EXPECT_TRUE(found);
}
#endif

TEST(AffineTest, ThenAppliesTheFirstMapFirst) {
  const Affine twice{2, 0, 0, 0, 2, 0};
  const Affine shift{1, 0, 10, 0, 1, 0};
  const Box box = twice.then(shift).map({1, 1, 2, 2}, 100, 100);
  EXPECT_EQ(box, (Box{12, 2, 4, 4}));
}

TEST(AffineTest, AQuarterTurnSwapsSidesAndIsCutToThePage) {
  const Affine turn{0, -1, 50, 1, 0, 0};  // clockwise about a page 50 wide
  EXPECT_EQ(turn.map({10, 5, 20, 8}, 50, 40), (Box{37, 10, 8, 20}));
  EXPECT_EQ(turn.map({30, 5, 20, 8}, 50, 40).bottom(), 40);
}

TEST(BoxTest, UnionIgnoresEmptyBoxes) {
  EXPECT_EQ(united({}, {3, 4, 5, 6}), (Box{3, 4, 5, 6}));
  EXPECT_EQ(united({0, 0, 2, 2}, {3, 4, 5, 6}), (Box{0, 0, 8, 10}));
}

}  // namespace
}  // namespace tangthu
