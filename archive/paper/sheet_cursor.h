// Where on which page of a paper something goes next. For archive/paper/*.cc only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/paper/paper.h"
#include "archive/paper/wrap.h"
#include "ocr/pdf_sheets.h"

namespace tangthu::archive {

inline constexpr double kPointsPerMm = 72 / 25.4;

struct TextStyle {
  ocr::Typeface face = ocr::Typeface::kRegular;
  double points = 12;
  CellAlign align = CellAlign::kLeft;
  ocr::Ink ink = ocr::Ink::kBlack;

  double leading() const { return points * 1.2; }
};

class SheetCursor {
 public:
  SheetCursor(ocr::PdfSheets sheets, double width, double height)
      : sheets_(std::move(sheets)), width_(width), height_(height) {}

  ocr::PdfSheets& sheets() { return sheets_; }
  // Between the margins: 30 mm where it is bound, 20 above and below, 15 on the right.
  double left() const { return 30 * kPointsPerMm; }
  double right() const { return width_ - 15 * kPointsPerMm; }
  double top() const { return height_ - 20 * kPointsPerMm; }
  double bottom() const { return 20 * kPointsPerMm; }
  double page_height() const { return top() - bottom(); }

  double y() const { return y_; }
  double room() const { return y_ - bottom(); }
  void go_to(double y) { y_ = y; }
  void skip(double points) { y_ -= points; }
  bool is_at_top() const { return y_ >= top(); }
  bool has_page() const { return sheets_.page_count() > 0; }
  void add_page() {
    sheets_.add_page();
    y_ = top();
  }
  // A new page when there is none, or less room than that.
  void need(double points) {
    if (!has_page() || (room() < points && !is_at_top())) add_page();
  }

  MeasureText measure(const TextStyle& style) const;
  std::vector<std::u32string> lines_of(const std::string& text, double width,
                                       const TextStyle& style) const;
  // One line between x0 and x1, its top at `top`.
  void line(std::u32string_view text, double x0, double x1, double top,
            const TextStyle& style);
  // Wrapped, from `top` down; where it ends.
  double block(const std::string& text, double x0, double x1, double top,
               const TextStyle& style);

 private:
  ocr::PdfSheets sheets_;
  double width_;
  double height_;
  double y_ = 0;
};

}  // namespace tangthu::archive
