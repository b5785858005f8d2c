#include "ocr/pdf_stamp_line.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <stdexcept>

#include "base/unicode.h"
#include "ocr/pdf_font.h"
#include "ocr/pdf_qpdf.h"
#include "ocr/text_font.h"

namespace tangthu::ocr {
namespace {

constexpr double kPoints = 10;
constexpr double kLeading = 12;
constexpr double kMarginPoints = 28;  // 10 mm
constexpr const char* kSubsetName = "/TANGTH+TeXGyreTermes";

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

// The words of `text` in as few lines of at most `width` as they need.
Result<void> break_line(const TextFont& font, const std::string& text, int width,
                        std::vector<TypesetLine>& out) {
  TypesetLine line = TRY(font.typeset(text));
  while (line.width > width) {
    std::size_t fits = 0;
    std::size_t space = 0;
    for (int sum = 0; fits < line.glyphs.size(); ++fits) {
      sum += line.advances[fits];
      if (sum > width) break;
      if (line.text[fits] == U' ') space = fits;
    }
    const std::size_t end = std::max<std::size_t>(1, space > 0 ? space : fits);
    out.push_back(TRY(font.typeset(to_utf8(line.text.substr(0, end)))));
    line = TRY(font.typeset(to_utf8(line.text.substr(end + (space > 0 ? 1 : 0)))));
  }
  if (!line.glyphs.empty()) out.push_back(std::move(line));
  return {};
}

// The glyphs of the lines, and what each stands for.
std::map<std::uint16_t, char32_t> glyphs_of(const std::vector<TypesetLine>& lines) {
  std::map<std::uint16_t, char32_t> out;
  for (const TypesetLine& line : lines) {
    for (std::size_t i = 0; i < line.glyphs.size(); ++i)
      out.emplace(line.glyphs[i], line.text[i]);
  }
  return out;
}

QPDFObjectHandle integer(int value) {
  return QPDFObjectHandle::newInteger(value);
}

QPDFObjectHandle stream(QPDF& pdf, std::string_view data) {
  return pdf.makeIndirectObject(QPDFObjectHandle::newStream(&pdf, std::string(data)));
}

QPDFObjectHandle descriptor_of(QPDF& pdf, const FontMetrics& metrics, ByteView program) {
  QPDFObjectHandle file = stream(pdf, as_text(program));
  file.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/CIDFontType0C"));
  auto out = QPDFObjectHandle::parse(
      "<< /Type /FontDescriptor /Flags 6 /ItalicAngle 0 /StemV 80 >>");
  out.replaceKey("/FontName", QPDFObjectHandle::newName(kSubsetName));
  out.replaceKey("/Ascent", integer(metrics.ascent));
  out.replaceKey("/Descent", integer(metrics.descent));
  out.replaceKey("/CapHeight", integer(metrics.cap_height));
  out.replaceKey("/FontBBox", QPDFObjectHandle::newArray(
                                  {integer(metrics.box[0]), integer(metrics.box[1]),
                                   integer(metrics.box[2]), integer(metrics.box[3])}));
  out.replaceKey("/FontFile3", file);
  return pdf.makeIndirectObject(out);
}

QPDFObjectHandle widths_of(const std::vector<TypesetLine>& lines) {
  std::map<std::uint16_t, int> widths;
  for (const TypesetLine& line : lines) {
    for (std::size_t i = 0; i < line.glyphs.size(); ++i)
      widths[line.glyphs[i]] = line.advances[i];
  }
  auto out = QPDFObjectHandle::newArray();
  for (const auto& [glyph, width] : widths) {
    out.appendItem(integer(glyph));
    out.appendItem(QPDFObjectHandle::newArray({integer(width)}));
  }
  return out;
}

Result<QPDFObjectHandle> make_font(QPDF& pdf, const TextFont& font,
                                   const std::vector<TypesetLine>& lines) {
  const auto glyphs = glyphs_of(lines);
  std::set<std::uint16_t> numbers;
  for (const auto& [glyph, c] : glyphs)
    numbers.insert(glyph);
  const Bytes program = TRY(font.subset(numbers));
  auto descendant = QPDFObjectHandle::parse(
      "<< /Type /Font /Subtype /CIDFontType0"
      " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
  descendant.replaceKey("/BaseFont", QPDFObjectHandle::newName(kSubsetName));
  descendant.replaceKey("/FontDescriptor", descriptor_of(pdf, font.metrics(), program));
  descendant.replaceKey("/W", widths_of(lines));
  auto out =
      QPDFObjectHandle::parse("<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>");
  out.replaceKey("/BaseFont", QPDFObjectHandle::newName(kSubsetName));
  out.replaceKey("/DescendantFonts",
                 QPDFObjectHandle::newArray({pdf.makeIndirectObject(descendant)}));
  out.replaceKey("/ToUnicode", stream(pdf, to_unicode_cmap(glyphs)));
  return pdf.makeIndirectObject(out);
}

// Its own copy: other pages may share the dictionary.
std::string add_font(QPDFObjectHandle page, QPDFObjectHandle font) {
  QPDFObjectHandle resources = page.getKey("/Resources");
  resources = resources.isDictionary() ? resources.shallowCopy()
                                       : QPDFObjectHandle::newDictionary();
  QPDFObjectHandle fonts = resources.getKey("/Font");
  fonts = fonts.isDictionary() ? fonts.shallowCopy() : QPDFObjectHandle::newDictionary();
  resources.replaceKey("/Font", fonts);
  int number = 1;
  const std::string name = resources.getUniqueResourceName("/StampLine", number);
  fonts.replaceKey(name, font);
  page.replaceKey("/Resources", resources);
  return name;
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
    for (const std::uint16_t glyph : line.glyphs) {
      std::snprintf(buffer, sizeof buffer, "%04X", static_cast<unsigned>(glyph));
      out += buffer;
    }
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
  const std::string name = add_font(page, TRY(make_font(pdf, font, lines)));
  // What the page leaves set must not reach the lines.
  page.addPageContents(stream(pdf, "q\n"), true);
  page.addPageContents(stream(pdf, drawn(lines, name, box.urx - kMarginPoints,
                                         box.ury - kMarginPoints / 2)),
                       false);
  ByteSink sink;
  write_archival(pdf, sink);
  return sink.take();
}

}  // namespace

Result<Bytes> with_stamp_lines(ByteView bytes, const std::vector<std::string>& lines) {
  TRY(check(lines));
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("document", reinterpret_cast<const char*>(bytes.data()),
                          bytes.size());
    return stamped(pdf, lines);
  } catch (const std::runtime_error&) {
  } catch (const std::logic_error&) {
  }
  return fail(ErrorCode::kBadInput, "this is not a readable PDF",
              "take it from an undamaged copy");
}

}  // namespace tangthu::ocr
