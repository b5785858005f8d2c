#include "scanner/quality/cut.h"

#include <algorithm>
#include <array>

namespace tangthu::scanner {
namespace {

constexpr double kMmAnInch = 25.4;
// A mark reaches from the first of these to the second, inwards: dirt is not as deep.
constexpr double kOuterMm = 0.15;
constexpr double kInnerMm = 0.5;
// Along the edge: a thin stroke of a letter, and a bold one lying down.
constexpr double kLeastMarkMm = 0.12;
constexpr double kMostMarkMm = 5;

class Rim {
 public:
  Rim(const Page& page, double ink) : page_(page), ink_(ink) {}

  int marks(int side) const {
    const bool upright = side < 2;  // left and right
    const int length = upright ? page_.height() : page_.width();
    int marks = 0;
    int run = 0;
    for (int i = 0; i <= length; ++i) {
      if (i < length && dark(side, i, dots(kOuterMm)) && dark(side, i, dots(kInnerMm))) {
        ++run;
        continue;
      }
      if (run >= kLeastMarkMm * dots_a_mm() && run <= kMostMarkMm * dots_a_mm()) ++marks;
      run = 0;
    }
    return marks;
  }

 private:
  double dots_a_mm() const { return page_.dpi() / kMmAnInch; }
  int dots(double mm) const { return static_cast<int>(mm * dots_a_mm()); }

  bool dark(int side, int along, int from_edge) const {
    const int right = page_.width() - 1;
    const int bottom = page_.height() - 1;
    switch (side) {
      case 0:
        return dark_at(std::min(from_edge, right), along);
      case 1:
        return dark_at(std::max(right - from_edge, 0), along);
      case 2:
        return dark_at(along, std::min(from_edge, bottom));
      default:
        return dark_at(along, std::max(bottom - from_edge, 0));
    }
  }
  bool dark_at(int x, int y) const {
    const int channels = page_.channels();
    return page_.row(y)[x * channels + channels / 2] < ink_;
  }

  const Page& page_;
  double ink_;
};

}  // namespace

int count_cut_marks(const Page& captured, double ink) {
  const Rim rim(captured, ink);
  int most = 0;
  for (int side = 0; side < 4; ++side)
    most = std::max(most, rim.marks(side));
  return most;
}

}  // namespace tangthu::scanner
