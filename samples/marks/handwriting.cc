#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "samples/marks/marks.h"
#include "samples/marks/pen.h"
#include "samples/marks/skeletons.h"

namespace tangthu::samples {
namespace {

constexpr std::size_t kMaxCharacters = 200;

// What one person's writing keeps from letter to letter.
struct Hand {
  unsigned forms;
  double slant;    // x per y
  double narrow;   // width of letters
  double spacing;  // between letters, in skeleton units
  double shake;    // of points, in skeleton units
  double drift;    // of the baseline, y per x
};

Hand some_hand(Random& random) {
  Hand hand{};
  hand.forms = static_cast<unsigned>(random.integer(0, 59));
  hand.slant = random.normal(0.12, 0.14);
  hand.narrow = random.uniform(0.75, 1.1);
  hand.spacing = random.uniform(1.2, 2.8);
  hand.shake = random.uniform(0.12, 0.4);
  hand.drift = random.normal(0, 0.025);
  return hand;
}

double right_end(const std::vector<Stroke>& strokes) {
  double right = 1;
  for (const Stroke& stroke : strokes) {
    for (const PenPoint& point : stroke)
      right = std::max(right, point.x);
  }
  return right;
}

// One character, in skeleton units with the pen's own deviations: no two are alike.
std::vector<Stroke> written(const std::vector<Stroke>& skeleton, const Hand& hand,
                            Random& random) {
  const double tall = random.normal(1, 0.06);
  const double wide = random.normal(1, 0.08) * hand.narrow;
  const double slant = hand.slant + random.normal(0, 0.035);
  const double rise = random.normal(0, 0.25);
  std::vector<Stroke> strokes;
  for (const Stroke& stroke : skeleton) {
    Stroke moved;
    PenPoint shaken;
    for (std::size_t i = 0; i < stroke.size(); ++i) {
      const bool corner =
          i > 0 && stroke[i].x == stroke[i - 1].x && stroke[i].y == stroke[i - 1].y;
      if (!corner) shaken = {random.normal(0, hand.shake), random.normal(0, hand.shake)};
      const double y = stroke[i].y * tall + shaken.y + rise;
      moved.push_back({stroke[i].x * wide + shaken.x + slant * y, y});
    }
    strokes.push_back(std::move(moved));
  }
  return strokes;
}

Pen pen_of(PenInk ink, int dpi, Random& random) {
  switch (ink) {
    case PenInk::kBlack:
      return black_pen(dpi, random);
    case PenInk::kRed:
      return red_pen(dpi, random);
    case PenInk::kBlue:
      break;
  }
  return blue_pen(dpi, random);
}

// The waves a name decays into: arches, loops and flat stretches that lose height.
Stroke name_wave(Random& random) {
  Stroke corners;
  const int waves = random.integer(3, 8);
  const double lean = random.uniform(0.1, 0.7);
  const double decay = random.uniform(0.3, 1.6);
  const double loopiness = random.uniform(0, 0.8);
  double x = 0;
  for (int i = 0; i <= waves; ++i) {
    const double along = static_cast<double>(i) / waves;
    const double envelope = std::exp(-decay * along);
    const double rise = envelope * (random.chance(0.2) ? random.uniform(1.0, 1.6)
                                                       : random.uniform(0.2, 0.9));
    const double fall = -envelope * (random.chance(0.12) ? random.uniform(0.9, 1.5)
                                                         : random.uniform(0.2, 0.7));
    const double step = random.uniform(0.25, 0.75);
    corners.push_back({x + lean * rise, rise});
    if (random.chance(loopiness)) {  // over the top and back, as in an l or e
      corners.push_back({x - 0.35 * step + lean * 0.6 * rise, 0.75 * rise});
      corners.push_back({x - 0.1 * step, 0.3 * rise});
    }
    x += step * random.uniform(0.2, 0.7);
    corners.push_back({x + lean * fall, fall});
    x += step;
    if (random.chance(0.15)) x += random.uniform(0.3, 0.9);
  }
  return corners;
}

// A capital-like first loop, larger than what follows.
Stroke first_loop(Random& random) {
  const double size = random.uniform(0.9, 1.5);
  Stroke corners;
  const int points = random.integer(5, 9);
  const double turn = random.chance(0.5) ? 1 : -1;
  const double start = random.uniform(0, 6.28);
  for (int i = 0; i < points; ++i) {
    const double angle = start + turn * i * random.uniform(0.9, 1.4);
    corners.push_back({size * 0.6 * std::cos(angle) * random.uniform(0.6, 1.1),
                       size * std::sin(angle) * random.uniform(0.7, 1.1)});
  }
  return corners;
}

Stroke flourish(double from_x, double to_x, Random& random) {
  const double level = random.uniform(-1.2, -0.3);
  Stroke corners = {{to_x, random.uniform(-0.3, 0.5)}};
  if (random.chance(0.6)) {
    corners.push_back({to_x + random.uniform(0.1, 0.8), level * 0.6});
    corners.push_back({(from_x + to_x) / 2, level + random.uniform(-0.2, 0.2)});
    corners.push_back({from_x - random.uniform(0, 0.5), level});
    if (random.chance(0.5)) {
      corners.push_back({from_x, level + 0.3});
      corners.push_back(
          {to_x + random.uniform(0.3, 1.5), level + random.uniform(0, 0.9)});
    }
  } else {
    corners.push_back({to_x + random.uniform(0.6, 2.0), random.uniform(-0.4, 0.9)});
  }
  return corners;
}

void fit(std::vector<Stroke>& strokes, double x, double y, double width, double height) {
  double left = strokes.front().front().x;
  double right = left;
  double low = strokes.front().front().y;
  double high = low;
  for (const Stroke& stroke : strokes) {
    for (const PenPoint& point : stroke) {
      left = std::min(left, point.x);
      right = std::max(right, point.x);
      low = std::min(low, point.y);
      high = std::max(high, point.y);
    }
  }
  const double across = width / std::max(right - left, 1e-6);
  const double down = height / std::max(high - low, 1e-6);
  for (Stroke& stroke : strokes) {
    for (PenPoint& point : stroke) {
      point = {x + (point.x - left) * across, y + (high - point.y) * down};
    }
  }
}

}  // namespace

Box draw_handwriting(Page& page, const std::string& text, double x, double baseline_y,
                     double height_px, PenInk ink, Random& random) {
  const Hand hand = some_hand(random);
  const Pen pen = pen_of(ink, page.dpi(), random);
  const double unit = height_px / kSkeletonHeight;
  std::vector<Stroke> strokes;
  double along = 0;
  for (std::size_t i = 0; i < std::min(text.size(), kMaxCharacters); ++i) {
    const std::vector<Stroke> form = skeleton(text[i], hand.forms);
    if (form.empty()) {
      // Only the first byte of a character that has no strokes takes room.
      const bool continues = (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
      if (!continues) along += 4;
      continue;
    }
    for (Stroke& stroke : written(form, hand, random)) {
      for (PenPoint& point : stroke) {
        const double across = (along + point.x) * unit;
        point = {x + across, baseline_y - point.y * unit + hand.drift * across};
      }
      strokes.push_back(smoothed(stroke, std::max(1.0, 0.25 * pen.width_px)));
    }
    along += right_end(form) * hand.narrow + hand.spacing + random.normal(0, 0.3);
  }
  if (strokes.empty()) return {};
  return ink_strokes(page, strokes, pen, random);
}

Box draw_signature(Page& page, double x, double y, double width, double height,
                   Random& random) {
  std::vector<Stroke> strokes;
  Stroke wave = name_wave(random);
  const double end = wave.back().x;
  if (random.chance(0.75)) {
    Stroke loop = first_loop(random);
    if (random.chance(0.5)) {
      wave.insert(wave.begin(), loop.begin(), loop.end());
    } else {
      strokes.push_back(std::move(loop));
    }
  }
  if (random.chance(0.8)) {
    Stroke tail = flourish(0, end, random);
    if (random.chance(0.6)) {
      wave.insert(wave.end(), tail.begin(), tail.end());
    } else {
      strokes.push_back(std::move(tail));
    }
  }
  strokes.push_back(std::move(wave));
  Pen pen = blue_pen(page.dpi(), random);
  pen.width_px *= random.uniform(1.0, 1.4);
  fit(strokes, x, y, width, height);
  for (Stroke& stroke : strokes)
    stroke = smoothed(stroke, std::max(1.0, 0.3 * pen.width_px));
  return ink_strokes(page, strokes, pen, random);
}

}  // namespace tangthu::samples
