// Sheets of made-up text for the tests of cleaning: letters of a coarse alphabet with
// Vietnamese marks, of which everything is known to the pixel.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string_view>
#include <vector>

#include "base/page.h"

namespace tangthu::scanner {

// Letters of 5 × 11 cells: four rows above the x-line, five of body, two below.
inline constexpr int kGlyphRows = 11;
inline constexpr int kGlyphColumns = 5;
using Glyph = std::array<std::string_view, kGlyphRows>;

inline constexpr std::string_view kNo = ".....";
inline constexpr std::array<Glyph, 14> kGlyphs = {{
    {kNo, kNo, kNo, kNo, "####.", "#...#", "#...#", "#...#", "#...#", kNo, kNo},  // n
    {kNo, "#....", "#....", "#....", "####.", "#...#", "#...#", "#...#", "#...#", kNo,
     kNo},                                                                            // h
    {kNo, kNo, kNo, kNo, ".###.", "....#", ".####", "#...#", ".####", kNo, kNo},      // a
    {kNo, kNo, kNo, kNo, ".####", "#....", "#....", "#....", ".####", kNo, kNo},      // c
    {kNo, kNo, kNo, kNo, ".###.", "#...#", "#...#", "#...#", ".###.", kNo, kNo},      // o
    {kNo, kNo, kNo, kNo, "#...#", "#...#", "#...#", "#...#", ".####", kNo, kNo},      // u
    {kNo, kNo, "..#..", kNo, "..#..", "..#..", "..#..", "..#..", "..#..", kNo, kNo},  // i
    {kNo, kNo, kNo, ".#...", "####.", ".#...", ".#...", ".#...", "..##.", kNo, kNo},  // t
    {kNo, "..#..", "..#..", "..#..", "..#..", "..#..", "..#..", "..#..", "..#..", kNo,
     kNo},  // l
    {kNo, "..###", "....#", "....#", ".####", "#...#", "#...#", "#...#", ".####", kNo,
     kNo},  // đ
    {kNo, kNo, kNo, kNo, ".####", "#...#", "#...#", "#...#", ".####", "....#",
     ".###."},  // g
    {kNo, kNo, kNo, kNo, "####.", "#...#", "#...#", "#...#", "####.", "#....",
     "#...."},                                                                        // p
    {kNo, ".###.", kNo, kNo, ".###.", "#...#", "#####", "#....", ".####", kNo, kNo},  // ê
    {"...#.", "..#..", kNo, kNo, ".###.", "....#", ".####", "#...#", ".####", kNo,
     kNo},  // á
}};

// Ink in cells; one cell is `kCellPixels` of the page, so that an x-height is 25.
inline constexpr int kCellPixels = 5;

struct Sheet {
  int columns;
  int rows;
  std::vector<std::uint8_t> black;
  std::vector<std::uint8_t> red;

  Sheet(int width, int height)
      : columns(width / kCellPixels),
        rows(height / kCellPixels),
        black(static_cast<std::size_t>(columns * rows)),
        red(black.size()) {}

  void put(std::vector<std::uint8_t>& layer, int column, int row) const {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    layer[static_cast<std::size_t>(row * columns + column)] = 1;
  }
  void letter(std::size_t glyph, int column, int row) {
    for (int y = 0; y < kGlyphRows; ++y) {
      for (int x = 0; x < kGlyphColumns; ++x) {
        const auto line = kGlyphs[glyph][static_cast<std::size_t>(y)];
        if (line[static_cast<std::size_t>(x)] == '#') put(black, column + x, row + y);
      }
    }
  }
  // Lines of words from margin to margin; one syllable in five has a dot below.
  void text(int first_row, int lines, unsigned seed) {
    std::mt19937 random(seed);
    for (int line = 0; line < lines; ++line) {
      int column = 24;
      const int end = columns - 24 - static_cast<int>(random() % 40);
      while (column < end) {
        const int row = first_row + line * 18;
        const auto length = 2 + random() % 4;
        if (random() % 5 == 0) put(black, column + 2, row + 10);
        for (unsigned i = 0; i < length && column < end; ++i, column += 6)
          letter(random() % kGlyphs.size(), column, row);
        column += 4;
      }
    }
  }
  void red_ring(int column, int row, int radius) {
    for (int y = -radius; y <= radius; ++y) {
      for (int x = -radius; x <= radius; ++x) {
        const double distance = std::hypot(x, y);
        if (distance <= radius && distance > radius - 2.5) put(red, column + x, row + y);
      }
    }
  }
};

struct Shot {
  int turn_degrees = 0;  // clockwise, as the page lay in the scanner
  double skew_degrees = 0;
  int ink = 30;            // grey of black ink
  double light_right = 1;  // light at the right edge as a share of that at the left
  int dpi = 300;
  double scale = 1;
  PixelFormat format = PixelFormat::kRgb;
};

// What a scanner would see of the sheet. Pixels outside the sheet are paper.
inline Page shoot(const Sheet& sheet, const Shot& shot) {
  const double width = sheet.columns * kCellPixels;
  const double height = sheet.rows * kCellPixels;
  const bool swapped = shot.turn_degrees % 180 == 90;
  auto page = Page::create(static_cast<int>((swapped ? height : width) * shot.scale),
                           static_cast<int>((swapped ? width : height) * shot.scale),
                           shot.format, shot.dpi);
  const double angle = (shot.turn_degrees + shot.skew_degrees) * std::numbers::pi / 180;
  const double cosine = std::cos(angle) / shot.scale;
  const double sine = std::sin(angle) / shot.scale;
  const auto layers_at = [&](double x, double y) {
    const double dx = x - page->width() * 0.5;
    const double dy = y - page->height() * 0.5;
    const int column = static_cast<int>(
        std::floor((cosine * dx + sine * dy + width * 0.5) / kCellPixels));
    const int row = static_cast<int>(
        std::floor((-sine * dx + cosine * dy + height * 0.5) / kCellPixels));
    if (column < 0 || row < 0 || column >= sheet.columns || row >= sheet.rows) return 0;
    const auto at = static_cast<std::size_t>(row * sheet.columns + column);
    return sheet.black[at] + 2 * sheet.red[at];
  };
  constexpr std::array<double, 3> kPaper = {246, 243, 236};
  constexpr std::array<double, 3> kRed = {0.84, 0.2, 0.24};
  for (int y = 0; y < page->height(); ++y) {
    for (int x = 0; x < page->width(); ++x) {
      double black = 0, red = 0;
      for (const double sy : {0.25, 0.75}) {
        for (const double sx : {0.25, 0.75}) {
          const int layers = layers_at(x + sx, y + sy);
          black += (layers & 1) * 0.25;
          red += (layers >> 1) * 0.25;
        }
      }
      const double light = 1 + (shot.light_right - 1) * x / page->width();
      const int channels = page->channels();
      for (int channel = 0; channel < channels; ++channel) {
        const auto i = static_cast<std::size_t>(channels == 3 ? channel : 1);
        double value = kPaper[i] * (1 - red + red * kRed[i]);
        value += (std::min<double>(shot.ink, value) - value) * black;
        page->row(y)[x * channels + channel] = static_cast<std::uint8_t>(value * light);
      }
    }
  }
  return std::move(*page);
}

}  // namespace tangthu::scanner
