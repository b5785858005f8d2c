#include "ocr/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "ocr/line_slope.h"

namespace tangthu::ocr {
namespace {

// The frame around a line, in parts of its character height. Measured with the
// Vietnamese model: tighter or wider above and below costs errors, white at the ends too.
constexpr double kFrameAbove = 0.30;
constexpr double kFrameSide = 0.10;
constexpr int kHalo = 2;                   // grey pixels around ink that belong to it
constexpr double kHighestCharacter = 2.7;  // in heights of its line's characters
constexpr int kSmallCharacter = 16;        // x-height below which the picture is enlarged

std::uint8_t paper_grey(const Page& grey, const Box& box) {
  std::array<int, 256> count{};
  for (int y = box.y; y < box.bottom(); ++y) {
    const std::uint8_t* row = grey.row(y);
    for (int x = box.x; x < box.right(); ++x)
      ++count[row[x]];
  }
  return static_cast<std::uint8_t>(
      std::distance(count.begin(), std::max_element(count.begin(), count.end())));
}

Box frame_of(const Layout& layout, const std::vector<std::size_t>& pieces) {
  Box box;
  int height = 0;
  for (const std::size_t i : pieces) {
    box = united(box, layout.pieces.pieces[i].box);
    height = std::max(height, layout.pieces.pieces[i].character_height);
  }
  const int above = std::max(3, static_cast<int>(std::lround(kFrameAbove * height)));
  const int side = std::max(2, static_cast<int>(std::lround(kFrameSide * height)));
  return {box.x - side, box.y - above, box.width + 2 * side, box.height + 2 * above};
}

// Copies [x0, x1) of row y, as far as it lies in both page and picture.
void copy_span(const Page& grey, GreyImage& image, const Box& frame, int y, int x0,
               int x1) {
  const int from = std::max({x0, frame.x, 0});
  const int to = std::min({x1, frame.right(), grey.width()});
  if (from >= to || y < 0 || y >= grey.height()) return;
  std::memcpy(image.row(y - frame.y) + (from - frame.x), grey.row(y) + from,
              static_cast<std::size_t>(to - from));
}

void blank_span(GreyImage& image, const Box& frame, int y, int x0, int x1,
                std::uint8_t paper) {
  const int from = std::max(x0, frame.x);
  const int to = std::min(x1, frame.right());
  if (from >= to || y < frame.y || y >= frame.bottom()) return;
  std::memset(image.row(y - frame.y) + (from - frame.x), paper,
              static_cast<std::size_t>(to - from));
}

template <typename Visit>
void visit_runs(const InkMap& ink, const Box& frame, Visit visit) {
  const int top = std::max(0, frame.y - kHalo);
  const int bottom = std::min(ink.height, frame.bottom() + kHalo);
  for (int y = top; y < bottom; ++y) {
    const auto begin = ink.runs.begin() +
                       static_cast<std::ptrdiff_t>(ink.rows[static_cast<std::size_t>(y)]);
    const auto end = ink.runs.begin() + static_cast<std::ptrdiff_t>(
                                            ink.rows[static_cast<std::size_t>(y) + 1]);
    auto run = std::lower_bound(
        begin, end, frame.x - kHalo,
        [](const InkRun& candidate, int x) { return candidate.x1 <= x; });
    for (; run != end && run->x0 < frame.right() + kHalo; ++run)
      visit(*run);
  }
}

GreyImage enlarge(const GreyImage& image, int factor) {
  GreyImage out(image.width * factor, image.height * factor, 255);
  for (int y = 0; y < out.height; ++y) {
    const double from_y = std::max(0.0, (y + 0.5) / factor - 0.5);
    const int y0 = static_cast<int>(from_y);
    const int y1 = std::min(y0 + 1, image.height - 1);
    const double fy = from_y - y0;
    for (int x = 0; x < out.width; ++x) {
      const double from_x = std::max(0.0, (x + 0.5) / factor - 0.5);
      const int x0 = static_cast<int>(from_x);
      const int x1 = std::min(x0 + 1, image.width - 1);
      const double fx = from_x - x0;
      const double upper = image.row(y0)[x0] * (1 - fx) + image.row(y0)[x1] * fx;
      const double lower = image.row(y1)[x0] * (1 - fx) + image.row(y1)[x1] * fx;
      out.row(y)[x] =
          static_cast<std::uint8_t>(std::lround(upper * (1 - fy) + lower * fy));
    }
  }
  return out;
}

// Level, and framed anew: a line that runs askew stands in a frame too high for it.
void level(const Layout& layout, const std::vector<int>& own, int character_height,
           std::uint8_t paper, LinePicture& picture) {
  std::vector<Box> characters;
  for (const int i : own) {
    const Box& box = layout.ink.components[static_cast<std::size_t>(i)].box;
    if (2 * box.height > character_height && box.height < 2 * character_height)
      characters.push_back(box);
  }
  const double slope = line_slope(std::move(characters), character_height);
  if (slope == 0) return;
  const double middle = picture.x + picture.image.width / 2.0;
  int top = picture.image.height;
  int bottom = 0;
  for (const int i : own) {
    const Box& box = layout.ink.components[static_cast<std::size_t>(i)].box;
    if (box.height > kHighestCharacter * character_height) continue;
    const double down = slope * (box.x + box.width / 2.0 - middle);
    const int y = static_cast<int>(std::lround(box.y - down)) - picture.y;
    top = std::min(top, y);
    bottom = std::max(bottom, y + box.height);
  }
  const int above =
      std::max(3, static_cast<int>(std::lround(kFrameAbove * character_height)));
  top -= above;
  picture.image = levelled(picture.image, slope, top, bottom + above - top, paper);
  picture.y += top;
}

}  // namespace

Layout find_layout(const Page& grey, Blots blots) {
  Layout layout;
  layout.ink = find_ink(grey);
  layout.pieces = find_pieces(layout.ink, blots);
  layout.tables = find_tables(layout.ink);
  layout.lines = reading_order(layout.pieces, layout.tables);
  return layout;
}

LinePicture cut_line(const Page& grey, const Layout& layout,
                     const std::vector<std::size_t>& pieces) {
  const Box frame = frame_of(layout, pieces);
  const Box on_page = {std::max(0, frame.x), std::max(0, frame.y),
                       std::min(frame.right(), grey.width()) - std::max(0, frame.x),
                       std::min(frame.bottom(), grey.height()) - std::max(0, frame.y)};
  const std::uint8_t paper = paper_grey(grey, on_page);
  LinePicture picture{GreyImage(frame.width, frame.height, paper), frame.x, frame.y, 1.0};
  for (int y = on_page.y; y < on_page.bottom(); ++y)
    copy_span(grey, picture.image, frame, y, on_page.x, on_page.right());

  std::vector<int> own;
  int x_height = layout.pieces.x_height;
  for (const std::size_t i : pieces) {
    const Piece& piece = layout.pieces.pieces[i];
    own.insert(own.end(), piece.components.begin(), piece.components.end());
    if (piece.character_height > 0) x_height = piece.character_height;
  }
  std::sort(own.begin(), own.end());
  const auto is_own = [&](const InkRun& run) {
    return std::binary_search(own.begin(), own.end(), run.component);
  };
  visit_runs(layout.ink, frame, [&](const InkRun& run) {
    if (is_own(run)) return;
    for (int y = run.y - kHalo; y <= run.y + kHalo; ++y)
      blank_span(picture.image, frame, y, run.x0 - kHalo, run.x1 + kHalo, paper);
  });
  // What was blanked around a neighbour may have been a stroke of this line.
  visit_runs(layout.ink, frame, [&](const InkRun& run) {
    if (!is_own(run)) return;
    for (int y = std::max(run.y - 1, frame.y); y < std::min(run.y + 2, frame.bottom());
         ++y) {
      copy_span(grey, picture.image, frame, y, run.x0 - 1, run.x1 + 1);
    }
  });
  level(layout, own, x_height, paper, picture);
  if (x_height < kSmallCharacter) {
    picture.image = enlarge(picture.image, 2);
    picture.scale = 2.0;
  }
  return picture;
}

}  // namespace tangthu::ocr
