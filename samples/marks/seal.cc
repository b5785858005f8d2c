#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "samples/marks/ink.h"
#include "samples/marks/lettering.h"
#include "samples/marks/marks.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;

// Everything below is drawn with the seal's centre at the origin.
void draw_ring(cairo_t* pen, double radius, double width) {
  cairo_set_line_width(pen, width);
  cairo_new_path(pen);
  cairo_arc(pen, 0, 0, radius, 0, 2 * kPi);
  cairo_stroke(pen);
}

void draw_star(cairo_t* pen, double x, double y, double radius) {
  cairo_new_path(pen);
  for (int corner = 0; corner < 10; ++corner) {
    const double angle = -kPi / 2 + corner * kPi / 5;
    const double length = corner % 2 == 0 ? radius : radius * 0.382;
    cairo_line_to(pen, x + length * std::cos(angle), y + length * std::sin(angle));
  }
  cairo_close_path(pen);
  cairo_fill(pen);
}

// Two ears of rice that rise from the bottom on either side of the star, a half cogwheel
// below: the outline an emblem has once it is cut 20 mm wide and worn.
void draw_wreath(cairo_t* pen, double radius) {
  const int grains = 11;
  for (int side = -1; side <= 1; side += 2) {
    for (int grain = 0; grain < grains; ++grain) {
      const double angle = kPi / 2 - side * (0.35 + 2.0 * grain / grains);
      cairo_save(pen);
      cairo_translate(pen, radius * std::cos(angle), radius * std::sin(angle));
      cairo_rotate(pen, angle - side * 0.9);
      cairo_scale(pen, 0.17 * radius, 0.07 * radius);
      cairo_new_path(pen);
      cairo_arc(pen, 0, 0, 1, 0, 2 * kPi);
      cairo_restore(pen);
      cairo_fill(pen);
    }
  }
  cairo_new_path(pen);
  cairo_set_line_width(pen, 0.10 * radius);
  cairo_arc(pen, 0, 0.78 * radius, 0.24 * radius, kPi, 2 * kPi);
  cairo_stroke(pen);
  for (int tooth = 0; tooth <= 6; ++tooth) {
    const double angle = kPi + kPi * tooth / 6;
    cairo_move_to(pen, 0.26 * radius * std::cos(angle),
                  0.78 * radius + 0.26 * radius * std::sin(angle));
    cairo_line_to(pen, 0.37 * radius * std::cos(angle),
                  0.78 * radius + 0.37 * radius * std::sin(angle));
  }
  cairo_stroke(pen);
}

// Splits at spaces into lines of about equal length.
std::vector<std::string> balanced_lines(const std::string& text, int count) {
  std::vector<std::string> lines(1);
  const std::size_t length = text.size() / static_cast<std::size_t>(count);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t space = std::min(text.find(' ', start), text.size());
    if (lines.back().size() >= length) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back().append(text, start, space - start);
    start = space + 1;
  }
  return lines;
}

void draw_name_across(cairo_t* pen, const std::string& name, double inner,
                      Lettering lettering) {
  const int count = std::clamp(static_cast<int>(name.size()) / 14 + 1, 1, 4);
  const std::vector<std::string> lines = balanced_lines(name, count);
  const double pitch =
      std::min(0.42 * inner, 1.3 * inner / static_cast<double>(lines.size()));
  lettering.size_px = 0.8 * pitch;
  double y = -pitch * (static_cast<double>(lines.size()) / 2 - 0.8);
  for (const std::string& line : lines) {
    const double height = std::min(std::abs(y) + 0.2 * pitch, 0.9 * inner);
    const double room = 1.85 * std::sqrt(inner * inner - height * height);
    draw_text_centred(pen, lettering, line, 0, y, room);
    y += pitch;
  }
}

enum class Middle : std::uint8_t { kStar, kEmblem, kName };

void draw_face(cairo_t* pen, double radius, const std::string& upper,
               const std::string& lower, Random& random) {
  const double pick = random.uniform();
  const Middle middle = pick < 0.35  ? Middle::kStar
                        : pick < 0.7 ? Middle::kEmblem
                                     : Middle::kName;
  const double rim = random.uniform(0.035, 0.06);
  const double inner = random.uniform(0.60, 0.66);
  draw_ring(pen, radius * (1 - rim / 2), radius * rim);
  if (random.chance(0.7)) draw_ring(pen, radius * (0.97 - rim), radius * 0.012);
  draw_ring(pen, radius * inner, radius * random.uniform(0.012, 0.025));

  Lettering lettering;
  lettering.family = stamp_family(random);
  lettering.size_px = radius * random.uniform(0.165, 0.185);
  const bool name_across = middle == Middle::kName && !lower.empty();
  const double over =
      draw_text_round(pen, lettering, upper, 0, 0, radius * (inner + 0.06),
                      name_across || lower.empty() ? 1.6 * kPi : 1.15 * kPi, Arc::kOver);
  double under = 0;
  if (name_across) {
    draw_name_across(pen, lower, radius * inner, lettering);
  } else if (!lower.empty()) {
    under = draw_text_round(pen, lettering, lower, 0, 0, radius * (inner + 0.19),
                            0.62 * kPi, Arc::kUnder);
  }
  if (middle == Middle::kStar) draw_star(pen, 0, 0, radius * inner * 0.62);
  if (middle == Middle::kEmblem) {
    draw_wreath(pen, radius * inner * 0.78);
    draw_star(pen, 0, -radius * inner * 0.12, radius * inner * 0.42);
  }

  const double ring = radius * (inner + 0.13);
  if (under == 0) {
    draw_star(pen, 0, ring, radius * 0.08);
    return;
  }
  // A small star in each gap between the two texts.
  const double gap = (over / 2 + kPi - under / 2) / 2;
  for (int side = -1; side <= 1; side += 2) {
    draw_star(pen, side * ring * std::sin(gap), -ring * std::cos(gap), radius * 0.06);
  }
}

}  // namespace

Box draw_round_seal(Page& page, double centre_x, double centre_y, double radius_px,
                    const std::string& upper, const std::string& lower, Random& random) {
  const double reach = radius_px + page.dpi() / 25.4;
  InkMask mask(page, centre_x - reach, centre_y - reach, centre_x + reach,
               centre_y + reach);
  cairo_t* pen = mask.pen();
  cairo_save(pen);
  cairo_translate(pen, centre_x, centre_y);
  cairo_rotate(pen, random.normal(0, 5) * kPi / 180);
  draw_face(pen, radius_px, upper, lower, random);
  cairo_restore(pen);

  Unevenness unevenness;
  unevenness.blotches = random.uniform(0.15, 0.7);
  unevenness.grain = random.uniform(0.1, 0.5);
  unevenness.slope = random.uniform(0.0, 0.45);
  unevenness.squeeze = random.uniform(0.0, 0.35);
  unevenness.faintness = random.uniform(0.0, 0.3);
  unevenness.spread_mm = random.uniform(0.02, 0.12);
  mask.make_uneven(unevenness, random);
  return mask.print(page, red_pad_ink(random));
}

}  // namespace tangthu::samples
