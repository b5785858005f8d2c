#include "ocr/copies/pdf_frame.h"

#include <algorithm>

#include "ocr/pdf_content.h"

namespace tangthu::ocr {
namespace {

constexpr double kLeading = 1.25;   // of the size of type
constexpr double kBorderMm = 0.35;  // of a line
constexpr double kBetweenMm = 1;    // of a double border

double points_wide(const FrameLine& line) {
  return line.text.width * line.points / 1000;
}

// `inset` from the frame's edge, all in points; the frame's top left is the origin.
void append_border(std::string& out, const TextFrame& frame, double inset) {
  const double width = frame.width_mm() * kPointsOfMm;
  const double height = frame.height_mm() * kPointsOfMm;
  append_number(out, inset);
  append_number(out, inset - height);
  append_number(out, width - 2 * inset);
  append_number(out, height - 2 * inset);
  out += "re S\n";
}

void append_text(std::string& out, const TextFrame& frame, const PageFonts& fonts) {
  const double padding = frame.padding_mm * kPointsOfMm;
  const double width = frame.width_mm() * kPointsOfMm;
  double y = -padding;
  out += "BT\n";
  for (const FrameLine& line : frame.lines) {
    y -= line.points * kLeading;
    const double x =
        line.align == LineAlign::kLeft ? padding : (width - points_wide(line)) / 2;
    out += line.face == Typeface::kBold ? fonts.bold : fonts.regular;
    out += ' ';
    append_number(out, line.points);
    out += "Tf 1 0 0 1 ";
    append_number(out, x);
    append_number(out, y + line.points * 0.3);
    out += "Tm <";
    for (const std::uint16_t glyph : line.text.glyphs)
      append_code(out, glyph);
    out += "> Tj\n";
  }
  out += "ET\n";
}

}  // namespace

Result<MarkFonts> MarkFonts::open() {
  auto regular = TRY(TextFont::open(Typeface::kRegular));
  auto bold = TRY(TextFont::open(Typeface::kBold));
  return MarkFonts{std::move(regular), std::move(bold)};
}

Result<void> TextFrame::add(const MarkFonts& fonts, const std::string& text,
                            double width_mm, Typeface face, LineAlign align,
                            double points) {
  const double room = std::max(10.0, width_mm - 2 * padding_mm) * kPointsOfMm;
  std::vector<TypesetLine> broken;
  TRY(break_line(fonts.of(face), text, static_cast<int>(room * 1000 / points), broken));
  if (broken.empty()) broken.emplace_back();
  for (TypesetLine& line : broken)
    lines.push_back({std::move(line), face, align, points});
  return {};
}

double TextFrame::width_mm() const {
  double widest = 0;
  for (const FrameLine& line : lines)
    widest = std::max(widest, points_wide(line));
  return widest / kPointsOfMm + 2 * padding_mm;
}

double TextFrame::height_mm() const {
  double height = 0;
  for (const FrameLine& line : lines)
    height += line.points * kLeading;
  return height / kPointsOfMm + 2 * padding_mm;
}

std::string drawn_frame(const TextFrame& frame, const PageFonts& fonts,
                        const MarkPoint& at, double page_left, double page_top,
                        Standing standing) {
  std::string out = "q\n";
  const double x = page_left + at.x * kPointsOfMm;
  const double y = page_top - at.y * kPointsOfMm;
  const bool upwards = standing == Standing::kUpwards;
  out += upwards ? "0 1 -1 0 " : "1 0 0 1 ";
  append_number(out, x);
  append_number(out, upwards ? y - frame.width_mm() * kPointsOfMm : y);
  out += "cm\n";
  for (const std::uint8_t channel : frame.colour)
    append_number(out, channel / 255.0);
  out += "rg\n";
  if (frame.border != FrameBorder::kNone) {
    for (const std::uint8_t channel : frame.colour)
      append_number(out, channel / 255.0);
    out += "RG\n";
    append_number(out, kBorderMm * kPointsOfMm);
    out += "w\n";
    append_border(out, frame, kBorderMm * kPointsOfMm / 2);
  }
  if (frame.border == FrameBorder::kDouble)
    append_border(out, frame, (kBetweenMm + kBorderMm / 2) * kPointsOfMm);
  append_text(out, frame, fonts);
  return out + "Q\n";
}

}  // namespace tangthu::ocr
