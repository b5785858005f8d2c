// Prints text on a white A4 page, for tests of recognition. The wall of Pango and Cairo
// in this folder. Lengths are millimetres, sizes points.
#pragma once

#include <memory>
#include <string>

#include "base/page.h"

namespace tangthu::testing {

enum class Align { kLeft, kCentre };

class Print {
 public:
  explicit Print(int dpi = 300, double width_mm = 210, double height_mm = 297);
  ~Print();

  // Text whose first line has its top at y; wraps at `width` when that is not 0. Centred
  // text is centred on x. Returns the y below it.
  double text(double x, double y, const std::string& words, double points = 13,
              const std::string& style = "", Align align = Align::kLeft,
              double width = 0);
  // Justified text in a column.
  double paragraph(double x, double y, const std::string& words, double width,
                   double points = 13);
  void rule(double x0, double y0, double x1, double y1, double thickness = 0.25);
  // As a stamp's frame: of lines half a millimetre thick.
  void rectangle(double x, double y, double width, double height);
  // Words in a frame, turned clockwise, as a rubber stamp leaves them. `darkness` 0–1.
  void stamp(double x, double y, const std::string& words, double points, double degrees,
             double darkness);
  void ring(double x, double y, double radius, double thickness);

  Page page() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::testing
