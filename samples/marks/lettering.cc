#include "samples/marks/lettering.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;

void select(cairo_t* pen, const Lettering& lettering) {
  cairo_select_font_face(pen, lettering.family, lettering.slant, lettering.weight);
  cairo_set_font_size(pen, lettering.size_px);
  // Rubber isn't hinted, and hinted advances would depend on where the text stands.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options(pen, options);
  cairo_font_options_destroy(options);
}

double advance(cairo_t* pen, const std::string& text) {
  cairo_text_extents_t extents;
  cairo_text_extents(pen, text.c_str(), &extents);
  return extents.x_advance;
}

// Text in NFC: a character is a code point.
std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> split;
  for (const char byte : text) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    if (continues && !split.empty()) {
      split.back() += byte;
    } else {
      split.emplace_back(1, byte);
    }
  }
  return split;
}

}  // namespace

const char* stamp_family(Random& random) {
  static constexpr std::array<const char*, 8> kFamilies = {
      "TeX Gyre Termes",   "TeX Gyre Termes",   "TeX Gyre Heros",  "TeX Gyre Heros",
      "TeX Gyre Heros Cn", "TeX Gyre Heros Cn", "TeX Gyre Schola", "TeX Gyre Adventor"};
  return random.pick(kFamilies);
}

double text_width(const Lettering& lettering, const std::string& text) {
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), cairo_surface_destroy);
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> pen(
      cairo_create(surface.get()), cairo_destroy);
  select(pen.get(), lettering);
  return advance(pen.get(), text);
}

void draw_text(cairo_t* pen, const Lettering& lettering, const std::string& text,
               double x, double y, double room_px) {
  cairo_save(pen);
  select(pen, lettering);
  const double squeezed = std::min(1.0, room_px / std::max(1.0, advance(pen, text)));
  cairo_translate(pen, x, y);
  cairo_scale(pen, squeezed, 1);
  cairo_move_to(pen, 0, 0);
  cairo_show_text(pen, text.c_str());
  cairo_restore(pen);
}

void draw_text_centred(cairo_t* pen, const Lettering& lettering, const std::string& text,
                       double x, double y, double room_px) {
  const double width = std::min(text_width(lettering, text), room_px);
  draw_text(pen, lettering, text, x - width / 2, y, room_px);
}

double draw_text_round(cairo_t* pen, const Lettering& lettering, const std::string& text,
                       double centre_x, double centre_y, double radius, double room,
                       Arc arc) {
  cairo_save(pen);
  select(pen, lettering);
  const std::vector<std::string> letters = characters(text);
  std::vector<double> advances;
  double total = 0;
  for (const std::string& letter : letters) {
    advances.push_back(advance(pen, letter) + 0.06 * lettering.size_px);
    total += advances.back();
  }
  const double squeezed = std::min(1.0, room * radius / std::max(1.0, total));
  const double angle_taken = total * squeezed / radius;
  const double sense = arc == Arc::kOver ? 1 : -1;
  double angle = -angle_taken / 2;  // from the top (or bottom), in reading direction
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const double half = advances[i] * squeezed / radius / 2;
    angle += half;
    cairo_save(pen);
    cairo_translate(pen, centre_x, centre_y);
    cairo_rotate(pen, sense * angle);
    cairo_translate(pen, 0, -sense * radius);
    cairo_scale(pen, squeezed, 1);
    cairo_move_to(pen, -(advances[i] - 0.06 * lettering.size_px) / 2, 0);
    cairo_show_text(pen, letters[i].c_str());
    cairo_restore(pen);
    angle += half;
  }
  cairo_restore(pen);
  return std::min(angle_taken, 2 * kPi);
}

}  // namespace tangthu::samples
