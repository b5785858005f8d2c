#include "ocr/pdf_stamp_line.h"

#include <algorithm>
#include <cstdio>

#include "base/unicode.h"
#include "ocr/pdf_content.h"
#include "ocr/pdf_parts.h"
#include "ocr/pdf_seen_lines.h"

namespace tangthu::ocr {
namespace {

constexpr double kPoints = 10;
constexpr double kLeading = 12;
constexpr double kMarginPoints = 28;  // 10 mm

Result<void> check(const std::vector<std::string>& lines) {
  if (lines.empty() || lines.size() > kMostStampLines)
    return fail(ErrorCode::kBadInput, "a copy has 1 to 6 lines on it",
                "give fewer lines");
  for (const std::string& line : lines) {
    const std::size_t length = to_code_points(line).size();
    if (length == 0 || length > kLongestStampLine) {
      return fail(ErrorCode::kBadInput, "a line on a copy has 1 to 200 characters",
                  "give a shorter line, or two");
    }
  }
  return {};
}

std::string drawn(const std::vector<TypesetLine>& lines, const std::string& font,
                  double right, double top) {
  std::string out = "\nQ\nq\n0 g\nBT\n" + font + " 10 Tf\n";
  double y = top;
  char buffer[64];
  for (const TypesetLine& line : lines) {
    y -= kLeading;
    const double x = right - line.width * kPoints / 1000;
    std::snprintf(buffer, sizeof buffer, "1 0 0 1 %.2f %.2f Tm\n<", x, y);
    out += buffer;
    for (const std::uint16_t glyph : line.glyphs)
      append_code(out, glyph);
    out += "> Tj\n";
  }
  return out + "ET\nQ\n";
}

Result<Bytes> stamped(QPDF& pdf, const std::vector<std::string>& texts) {
  pdf.pushInheritedAttributesToPage();
  QPDFObjectHandle page = pdf.getAllPages().at(0);
  const auto box = page.getKey("/MediaBox").getArrayAsRectangle();
  const double room = std::max(1.0, box.urx - box.llx - 2 * kMarginPoints);
  const TextFont font = TRY(TextFont::open());
  std::vector<TypesetLine> lines;
  for (const std::string& text : texts)
    TRY(break_line(font, text, static_cast<int>(room * 1000 / kPoints), lines));
  const std::string name =
      add_page_font(page, TRY(font_of_lines(pdf, font, kSeenRegular, lines)));
  // What the page leaves set must not reach the lines.
  page.addPageContents(pdf_stream(pdf, "q\n"), true);
  page.addPageContents(pdf_stream(pdf, drawn(lines, name, box.urx - kMarginPoints,
                                             box.ury - kMarginPoints / 2)),
                       false);
  return archival_bytes(pdf);
}

}  // namespace

Result<Bytes> with_stamp_lines(ByteView bytes, const std::vector<std::string>& lines) {
  TRY(check(lines));
  return with_pdf(
      bytes, [&](QPDF& pdf) { return stamped(pdf, lines); },
      fail(ErrorCode::kBadInput, "this is not a readable PDF",
           "take it from an undamaged copy"));
}

}  // namespace tangthu::ocr
