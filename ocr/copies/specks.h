// Small dark spots that stand alone on a picture of a page: among them the dots of the
// invisible mark, whatever size and light the picture has.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <vector>

#include "base/page.h"
#include "ocr/copies/mark_layout.h"

namespace tangthu::ocr {

// How much darker each place is than all of what lies half a millimetre around it, in
// levels of 0–255: at a resolution of its own, 8 pixels a millimetre.
class SpeckMap {
 public:
  static constexpr double kPerMm = 8;
  static constexpr int kMostSide = 12'000;  // pixels; 1.5 m

  // `per_mm`: pixels of the page a millimetre. Empty when that makes no page of it.
  SpeckMap(const Page& page, double per_mm);

  double width_mm() const { return width_ / kPerMm; }
  double height_mm() const { return height_ / kPerMm; }
  // Most of what lies within a quarter of a millimetre; below 0 outside.
  int near(const MarkPoint& at) const;
  // The strongest spots, at most `most`, none weaker than `least`.
  std::vector<MarkPoint> spots(std::size_t most, int least) const;

 private:
  int score(int x, int y) const {
    return scores_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                   static_cast<std::size_t>(x)];
  }
  bool is_peak(int x, int y) const;

  int width_ = 0;
  int height_ = 0;
  std::vector<std::int16_t> scores_;
};

}  // namespace tangthu::ocr
