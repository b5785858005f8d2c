// Sheets of a document while it is being set: placed lines and rules, then pixels.
// Private to typesetting; sheet.h and sheet.cc are the wall of Pango and Cairo (marks/
// draws on pixels by itself). Lengths are points.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <pango/pangocairo.h>

#include "base/page.h"
#include "base/result.h"
#include "samples/document.h"

namespace tangthu::samples {

inline constexpr double kSheetWidth = 595.276;  // A4
inline constexpr double kSheetHeight = 841.89;

struct Rect {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

struct PlacedLine {
  std::string text;
  Rect ink;
  std::string role;
};

// Where a pen has to write.
struct PenPlace {
  int sheet = 0;
  Rect room;
  double baseline = 0;
  std::string text;
};

struct ObjectFree {
  void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPtr = std::shared_ptr<PangoLayout>;

class Sheets {
 public:
  explicit Sheets(const Style& style);

  // `width` 0: as long as it is, on one line.
  LayoutPtr lay(const Spans& spans, double size, double width, Align align,
                double first_indent = 0);
  static int line_count(const LayoutPtr& layout);
  // The width it was laid for; 0 for none.
  static double wrap_width(const LayoutPtr& layout);
  // The widest line.
  static double natural_width(const LayoutPtr& layout);

  int count() const { return static_cast<int>(sheets_.size()); }
  void add_sheet() { sheets_.emplace_back(); }
  // Places line `index` of a layout with its baseline at `baseline`, and records it.
  void place(int sheet, const LayoutPtr& layout, int index, double x, double baseline,
             const std::string& role);
  void rule(int sheet, double x1, double y1, double x2, double y2, double thickness);

  const std::vector<PlacedLine>& lines(int sheet) const {
    return sheets_[static_cast<std::size_t>(sheet)].lines;
  }
  const std::vector<PenPlace>& pen_places() const { return pen_places_; }
  Result<Page> paint(int sheet, int dpi) const;

 private:
  struct Item {
    LayoutPtr layout;
    PangoLayoutLine* line;
    double x;
    double baseline;
  };
  struct Stroke {
    double x1, y1, x2, y2, thickness;
  };
  struct Sheet {
    std::vector<Item> items;
    std::vector<Stroke> strokes;
    std::vector<PlacedLine> lines;
  };
  void note_pen_places(int sheet, const Item& item);
  void draw(cairo_t* cairo, const Sheet& sheet) const;

  const Style& style_;
  std::unique_ptr<PangoContext, ObjectFree> context_;
  std::vector<Sheet> sheets_;
  std::vector<PenPlace> pen_places_;
};

}  // namespace tangthu::samples
