#include "archive/paper/sheet_cursor.h"

namespace tangthu::archive {

MeasureText SheetCursor::measure(const TextStyle& style) const {
  return [this, style](std::u32string_view text) {
    return sheets_.width_of(text, style.face, style.points);
  };
}

std::vector<std::u32string> SheetCursor::lines_of(const std::string& text, double width,
                                                  const TextStyle& style) const {
  return wrap(printable(text), width, measure(style));
}

void SheetCursor::line(std::u32string_view text, double x0, double x1, double top,
                       const TextStyle& style) {
  double x = x0;
  if (style.align != CellAlign::kLeft) {
    const double spare = x1 - x0 - sheets_.width_of(text, style.face, style.points);
    x += style.align == CellAlign::kRight ? spare : spare / 2;
  }
  // Ascenders with marks over capitals reach 0.95 em above the baseline.
  sheets_.put(text, {style.face, style.points, x, top - 0.95 * style.points, style.ink});
}

double SheetCursor::block(const std::string& text, double x0, double x1, double top,
                          const TextStyle& style) {
  for (const std::u32string& each : lines_of(text, x1 - x0, style)) {
    line(each, x0, x1, top, style);
    top -= style.leading();
  }
  return top;
}

}  // namespace tangthu::archive
