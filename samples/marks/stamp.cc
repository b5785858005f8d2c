#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "samples/marks/ink.h"
#include "samples/marks/lettering.h"
#include "samples/marks/marks.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;
constexpr double kLineGap = 1.25;        // baseline to baseline, in letter sizes
constexpr double kLowerLineSize = 0.75;  // of the first line
constexpr double kBorderGapMm = 1.0;

struct Usual {
  std::string_view text;
  double width_mm;
  double height_mm;
  StampBorder border;
};

constexpr std::array<Usual, 7> kUsual = {{
    {"GIẢI MẬT", 30, 13, StampBorder::kDouble},
    {"MẬT", 20, 8, StampBorder::kSingle},
    {"TỐI MẬT", 30, 8, StampBorder::kSingle},
    {"TUYỆT MẬT", 40, 8, StampBorder::kSingle},
    {"KHẨN", 20, 8, StampBorder::kSingle},
    {"THƯỢNG KHẨN", 40, 8, StampBorder::kSingle},
    {"HỎA TỐC", 30, 8, StampBorder::kSingle},
}};

struct Layout {
  double mm;
  double width;
  double height;
  double inset;  // from the outer border to the room for text
  Lettering first;
  Lettering others;
};

Layout lay_out(const Page& page, const std::vector<std::string>& lines,
               const StampStyle& style, Random& random) {
  Layout layout{};
  layout.mm = page.dpi() / 25.4;
  layout.first.family = stamp_family(random);
  layout.first.size_px = style.point_size / 72 * page.dpi();
  layout.others = layout.first;
  layout.others.size_px *= kLowerLineSize;
  layout.inset =
      (style.border == StampBorder::kDouble ? 1.4 + kBorderGapMm : 1.4) * layout.mm;
  double widest = 0;
  double tall = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Lettering& lettering = i == 0 ? layout.first : layout.others;
    widest = std::max(widest, text_width(lettering, lines[i]));
    tall += lettering.size_px * kLineGap;
  }
  layout.width = style.width_mm > 0 ? style.width_mm * layout.mm
                                    : widest + 2 * layout.inset + 2 * layout.mm;
  layout.height =
      style.height_mm > 0 ? style.height_mm * layout.mm : tall + 1.4 * layout.inset;
  // A cut stamp of fixed height gets the letters that fit into it, marks included.
  const double room = layout.height - 1.0 * layout.inset;
  if (tall > room) {
    layout.first.size_px *= room / tall;
    layout.others.size_px *= room / tall;
  }
  return layout;
}

// With the stamp's upper left corner at the origin.
void draw_borders(cairo_t* pen, const Layout& layout, StampBorder border,
                  double line_mm) {
  if (border == StampBorder::kNone) return;
  cairo_set_line_join(pen, CAIRO_LINE_JOIN_MITER);
  const double line = line_mm * layout.mm;
  cairo_set_line_width(pen, line);
  cairo_rectangle(pen, line / 2, line / 2, layout.width - line, layout.height - line);
  cairo_stroke(pen);
  if (border == StampBorder::kSingle) return;
  const double inset = kBorderGapMm * layout.mm + line;
  cairo_set_line_width(pen, line * 0.7);
  cairo_rectangle(pen, inset, inset, layout.width - 2 * inset, layout.height - 2 * inset);
  cairo_stroke(pen);
}

void draw_lines(cairo_t* pen, const Layout& layout,
                const std::vector<std::string>& lines) {
  double tall = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    tall += (i == 0 ? layout.first : layout.others).size_px * kLineGap;
  }
  double top = (layout.height - tall) / 2;
  const double room = layout.width - 2.2 * layout.inset;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Lettering& lettering = i == 0 ? layout.first : layout.others;
    // Capitals carry marks above and below: their middle is 0.35 of the size over the
    // baseline, with as much air on both sides.
    const double baseline = top + lettering.size_px * (kLineGap / 2 + 0.36);
    draw_text_centred(pen, lettering, lines[i], layout.width / 2, baseline, room);
    top += lettering.size_px * kLineGap;
  }
}

struct Strike {
  double x;
  double y;
  double angle_degrees;
  double faintness;
  double line_mm;
};

Box strike(Page& page, const Strike& where, const std::vector<std::string>& lines,
           const Layout& layout, const StampStyle& style, const Ink& ink,
           Random& random) {
  const double middle_x = where.x + layout.width / 2;
  const double middle_y = where.y + layout.height / 2;
  const double reach = std::hypot(layout.width, layout.height) / 2 + page.dpi() / 25.4;
  InkMask mask(page, middle_x - reach, middle_y - reach, middle_x + reach,
               middle_y + reach);
  cairo_t* pen = mask.pen();
  cairo_save(pen);
  cairo_translate(pen, middle_x, middle_y);
  cairo_rotate(pen, where.angle_degrees * kPi / 180);
  cairo_translate(pen, -layout.width / 2, -layout.height / 2);
  draw_borders(pen, layout, style.border, where.line_mm);
  draw_lines(pen, layout, lines);
  cairo_restore(pen);

  Unevenness unevenness;
  unevenness.blotches = random.uniform(0.1, 0.6) + 1.4 * style.wear;
  unevenness.grain = random.uniform(0.1, 0.35) + 0.35 * where.faintness;
  unevenness.slope = random.uniform(0.0, 0.4);
  unevenness.squeeze = random.uniform(0.0, 0.3);
  unevenness.faintness = std::clamp(where.faintness, 0.0, 1.0) * 0.75;
  unevenness.spread_mm = random.uniform(0.02, 0.09);
  mask.make_uneven(unevenness, random);
  return mask.print(page, ink);
}

Ink ink_of(StampInk ink, Random& random) {
  switch (ink) {
    case StampInk::kBlue:
      return blue_pad_ink(random);
    case StampInk::kBlack:
      return black_pad_ink(random);
    case StampInk::kRed:
      break;
  }
  return red_pad_ink(random);
}

}  // namespace

StampStyle usual_stamp_style(const std::string& first_line, int line_count,
                             Random& random) {
  StampStyle style;
  style.border = random.chance(0.75) ? StampBorder::kSingle : StampBorder::kDouble;
  style.point_size = random.uniform(13, 14);
  for (const Usual& usual : kUsual) {
    if (usual.text != first_line) continue;
    style.border = usual.border;
    const double cut = random.normal(1, 0.03);  // cutters work to the millimetre
    style.width_mm = usual.width_mm * cut;
    style.height_mm = usual.height_mm * cut;
    if (line_count > 1 && usual.height_mm < 10) style.height_mm += 5 * (line_count - 1);
    style.point_size = 14;
  }
  style.angle_degrees = random.normal(0, 2.5);
  style.faintness = std::max(0.0, random.normal(0.15, 0.2));
  style.doubled = random.chance(0.06);
  return style;
}

Box draw_rect_stamp(Page& page, double x, double y, const std::vector<std::string>& lines,
                    const StampStyle& style, Random& random) {
  const Layout layout = lay_out(page, lines, style, random);
  const Ink ink = ink_of(style.ink, random);
  const double line_mm = random.uniform(0.35, 0.7);
  const Strike first{x, y, style.angle_degrees, style.faintness, line_mm};
  Box box = strike(page, first, lines, layout, style, ink, random);
  if (!style.doubled) return box;
  const double direction = random.uniform(0, 2 * kPi);
  const double slip = random.uniform(0.3, 0.8) * layout.mm;
  const Strike second{x + slip * std::cos(direction), y + slip * std::sin(direction),
                      style.angle_degrees + random.normal(0, 0.6),
                      std::min(1.0, style.faintness + random.uniform(0.3, 0.6)), line_mm};
  return united(box, strike(page, second, lines, layout, style, ink, random));
}

}  // namespace tangthu::samples
