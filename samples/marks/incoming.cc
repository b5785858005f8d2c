#include <algorithm>
#include <cmath>
#include <string>

#include "samples/marks/ink.h"
#include "samples/marks/lettering.h"
#include "samples/marks/marks.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;

// Where things stand in the box, in millimetres from its upper left corner.
struct Form {
  double mm;  // pixels
  double width;
  double height;
  double number_line;
  double date_line;
  double blanks_from;  // where the dotted lines begin, after "Số:" and "Ngày:"
  Lettering small;
  Lettering large;
};

void draw_blank(cairo_t* pen, const Form& form, double from, double y) {
  const double dash[] = {0.15 * form.mm, 0.55 * form.mm};
  cairo_set_line_width(pen, 0.25 * form.mm);
  cairo_set_dash(pen, dash, 2, 0);
  cairo_move_to(pen, from * form.mm, y * form.mm);
  cairo_line_to(pen, (form.width - 2) * form.mm, y * form.mm);
  cairo_stroke(pen);
  cairo_set_dash(pen, nullptr, 0, 0);
}

void draw_entry(cairo_t* pen, const Form& form, const char* name, double x, double y,
                double blank_from) {
  draw_text(pen, form.small, name, x * form.mm, y * form.mm,
            std::max(1.0, blank_from - x - 0.5) * form.mm);
  draw_blank(pen, form, blank_from, y);
}

// Decree 30: the name of the office above, ĐẾN on the left, number and day on the right,
// whom it was passed to below.
void draw_two_columns(cairo_t* pen, Form& form, const std::string& office) {
  form.number_line = 0.42 * form.height;
  form.date_line = 0.62 * form.height;
  form.blanks_from = 0.52 * form.width;
  const double left_column = 0.36 * form.width;
  const double head = 0.24 * form.height;
  cairo_move_to(pen, 0, head * form.mm);
  cairo_line_to(pen, form.width * form.mm, head * form.mm);
  cairo_move_to(pen, left_column * form.mm, head * form.mm);
  cairo_line_to(pen, left_column * form.mm, 0.70 * form.height * form.mm);
  cairo_move_to(pen, 0, 0.70 * form.height * form.mm);
  cairo_line_to(pen, form.width * form.mm, 0.70 * form.height * form.mm);
  cairo_stroke(pen);
  draw_text_centred(pen, form.small, office, form.width / 2 * form.mm,
                    (head - 2.2) * form.mm, (form.width - 3) * form.mm);
  draw_text_centred(pen, form.large, "ĐẾN", left_column / 2 * form.mm,
                    0.52 * form.height * form.mm, (left_column - 2) * form.mm);
  draw_entry(pen, form, "Số:", left_column + 1, form.number_line, form.blanks_from);
  draw_entry(pen, form, "Ngày:", left_column + 1, form.date_line, form.blanks_from + 2);
  form.blanks_from += 2;
  draw_entry(pen, form, "Chuyển:", 1.5, 0.90 * form.height, 0.36 * form.width);
}

// The older one: everything below one another.
void draw_one_column(cairo_t* pen, Form& form, const std::string& office) {
  form.number_line = 0.62 * form.height;
  form.date_line = 0.85 * form.height;
  form.blanks_from = 0.34 * form.width;
  draw_text_centred(pen, form.small, office, form.width / 2 * form.mm,
                    0.19 * form.height * form.mm, (form.width - 3) * form.mm);
  draw_text_centred(pen, form.large, "CÔNG VĂN ĐẾN", form.width / 2 * form.mm,
                    0.40 * form.height * form.mm, (form.width - 3) * form.mm);
  draw_entry(pen, form, "Số:", 2, form.number_line, form.blanks_from);
  draw_entry(pen, form, "Ngày:", 2, form.date_line, form.blanks_from);
}

Unevenness pad_of(Random& random) {
  Unevenness unevenness;
  unevenness.blotches = random.uniform(0.1, 0.5);
  unevenness.grain = random.uniform(0.1, 0.4);
  unevenness.slope = random.uniform(0.0, 0.35);
  unevenness.squeeze = random.uniform(0.0, 0.25);
  unevenness.faintness = random.uniform(0.0, 0.3);
  unevenness.spread_mm = random.uniform(0.02, 0.08);
  return unevenness;
}

Form some_form(const Page& page, Random& random) {
  Form form{};
  form.mm = page.dpi() / 25.4;
  form.width = random.uniform(44, 54);
  form.height = random.uniform(25, 32);
  form.small.family = stamp_family(random);
  form.small.size_px = random.uniform(8, 10) / 72 * page.dpi();
  form.large = form.small;
  form.large.size_px *= 1.45;
  return form;
}

}  // namespace

Box draw_incoming_stamp(Page& page, double x, double y, const std::string& office,
                        const std::string& number, const std::string& date,
                        Random& random) {
  Form form = some_form(page, random);
  const double angle = random.normal(0, 1.6) * kPi / 180;
  const double width = form.width * form.mm;
  const double height = form.height * form.mm;
  const double air = 0.15 * width;
  InkMask mask(page, x - air, y - air, x + width + air, y + height + air);
  cairo_t* pen = mask.pen();
  cairo_save(pen);
  cairo_translate(pen, x, y);
  cairo_rotate(pen, angle);
  cairo_set_line_join(pen, CAIRO_LINE_JOIN_MITER);
  cairo_set_line_width(pen, random.uniform(0.35, 0.6) * form.mm);
  cairo_rectangle(pen, 0, 0, width, height);
  cairo_stroke(pen);
  random.chance(0.6) ? draw_two_columns(pen, form, office)
                     : draw_one_column(pen, form, office);
  cairo_restore(pen);
  mask.make_uneven(pad_of(random), random);
  Box box =
      mask.print(page, random.chance(0.5) ? blue_pad_ink(random) : red_pad_ink(random));

  const PenInk ink = random.chance(0.75) ? PenInk::kBlue : PenInk::kBlack;
  const double largest_digit = random.uniform(3.2, 4.4) * form.mm;
  const Random hand = random.fork();  // number and date are written by one hand
  const auto write = [&](const std::string& text, double line_mm) {
    if (text.empty()) return;
    // A clerk writes as small as the blank asks, about 0.75 of the height a digit, and
    // now and then crosses the border all the same.
    const double room = (form.width - form.blanks_from - 1.5) * form.mm;
    const double digit =
        std::min(largest_digit, room / (0.72 * static_cast<double>(text.size())));
    Random pen_hand = hand;
    const double across = (form.blanks_from + random.uniform(0.5, 2.5)) * form.mm;
    const double down = (line_mm - random.uniform(0.1, 0.8)) * form.mm;
    const double text_x = x + across * std::cos(angle) - down * std::sin(angle);
    const double text_y = y + across * std::sin(angle) + down * std::cos(angle);
    box = united(box, draw_handwriting(page, text, text_x, text_y, digit, ink, pen_hand));
  };
  write(number, form.number_line);
  write(date, form.date_line);
  return box;
}

}  // namespace tangthu::samples
