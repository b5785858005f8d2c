#include "ocr/line_slope.h"

#include <algorithm>
#include <cmath>

#include "base/median.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kFewestCharacters = 8;
constexpr double kShortestLine = 8;  // in heights of its characters
constexpr double kLeastRise = 0.25;  // … from one end to the other
constexpr double kSteepest = 0.12;
constexpr double kSteadyFeet = 0.08;  // half of them stand so close to the line

double foot(const Box& box) {
  return box.bottom();
}

double middle(const Box& box) {
  return box.x + box.width / 2.0;
}

}  // namespace

double line_slope(std::vector<Box> characters, int character_height) {
  if (characters.size() < kFewestCharacters || character_height <= 0) return 0;
  std::sort(characters.begin(), characters.end(),
            [](const Box& a, const Box& b) { return middle(a) < middle(b); });
  const double width = middle(characters.back()) - middle(characters.front());
  if (width < kShortestLine * character_height) return 0;
  // Each character with the one half a line on; letters that go below the line and the
  // ends of broken ones are few enough for the median.
  std::vector<double> slopes;
  const std::size_t half = characters.size() / 2;
  for (std::size_t i = 0; i + half < characters.size(); ++i) {
    const double across = middle(characters[i + half]) - middle(characters[i]);
    if (across > character_height)
      slopes.push_back((foot(characters[i + half]) - foot(characters[i])) / across);
  }
  if (slopes.empty()) return 0;
  const double slope = median_of(std::move(slopes));
  std::vector<double> feet;
  for (const Box& box : characters)
    feet.push_back(foot(box) - slope * middle(box));
  const double level = median_of(feet);
  for (double& other : feet)
    other = std::abs(other - level);
  // A pen's strokes stand on no line.
  if (median_of(std::move(feet)) > kSteadyFeet * character_height) return 0;
  const double rise = std::abs(slope) * width;
  return rise < kLeastRise * character_height || std::abs(slope) > kSteepest ? 0 : slope;
}

GreyImage levelled(const GreyImage& image, double slope, int top, int height,
                   std::uint8_t paper) {
  GreyImage out(image.width, std::max(1, height), paper);
  for (int x = 0; x < image.width; ++x) {
    const double shift = top + slope * (x - image.width / 2.0);
    const int whole = static_cast<int>(std::floor(shift));
    const double part = shift - whole;
    const auto at = [&](int y) -> double {
      return y < 0 || y >= image.height ? paper : image.row(y)[x];
    };
    for (int y = 0; y < out.height; ++y) {
      const double value = at(y + whole) * (1 - part) + at(y + whole + 1) * part;
      out.row(y)[x] = static_cast<std::uint8_t>(std::lround(value));
    }
  }
  return out;
}

}  // namespace tangthu::ocr
