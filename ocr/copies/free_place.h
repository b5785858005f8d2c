// Where a page has room for a mark that must not lie on anything.
//
// Thread rule: plain values.
#pragma once

#include <vector>

#include "base/page.h"
#include "ocr/copies/mark_layout.h"

namespace tangthu::ocr {

// In millimetres from the page's top left corner.
struct MarkPlace {
  double x = 0;
  double y = 0;
  bool free = false;  // nothing is there
};

class FreePlaces {
 public:
  // From a picture of the page at any resolution, by what is darker than its paper.
  FreePlaces(const Page& picture, double width_mm, double height_mm);

  double width_mm() const { return width_mm_; }
  double height_mm() const { return height_mm_; }
  // The free place of that size nearest to `wish` (its middle), at least `edge` from the
  // page's edges; where none is free, that with the least on it.
  MarkPlace find(double width, double height, const MarkPoint& wish, double edge) const;
  // From now on something is there.
  void take(const MarkPlace& place, double width, double height);

 private:
  void sum_up();
  int covered(int left, int top, int right, int bottom) const;

  double width_mm_;
  double height_mm_;
  int columns_;
  int rows_;
  std::vector<int> cells_;  // a square millimetre each; 1: something is there
  std::vector<int> sums_;   // of cells above and to the left
};

}  // namespace tangthu::ocr
