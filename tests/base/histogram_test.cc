#include "base/histogram.h"

#include <vector>

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(GreyHistogramTest, EveryPixelCountsOnceWhateverItsNeighbours) {
  std::vector<std::uint8_t> pixels(1000, 255);
  for (std::size_t i = 0; i < pixels.size(); i += 13)
    pixels[i] = static_cast<std::uint8_t>(i % 256);
  for (std::size_t size = 0; size < 40; ++size) {
    GreyHistogram histogram;
    std::array<double, 256> expected{};
    for (std::size_t from = 0; from + size <= pixels.size(); from += 37) {
      histogram.add({pixels.data() + from, size});
      for (std::size_t i = from; i < from + size; ++i)
        ++expected[pixels[i]];
    }
    EXPECT_EQ(histogram.counts(), expected) << size;
  }
}

}  // namespace
}  // namespace tangthu
