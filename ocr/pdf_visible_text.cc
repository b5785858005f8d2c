#include "ocr/pdf_visible_text.h"

#include <algorithm>
#include <set>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

const char* subset_name(TextWeight weight) {
  return weight == TextWeight::kBold ? "/TANGTH+TeXGyreTermes-Bold"
                                     : "/TANGTH+TeXGyreTermes";
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

QPDFObjectHandle descriptor_of(QPDF& pdf, const std::string& name,
                               const FontMetrics& metrics, ByteView program) {
  QPDFObjectHandle file = pdf_stream(pdf, as_text(program));
  file.getDict().replaceKey("/Subtype", pdf_name("/CIDFontType0C"));
  auto out = QPDFObjectHandle::parse(
      "<< /Type /FontDescriptor /Flags 6 /ItalicAngle 0 /StemV 80 >>");
  out.replaceKey("/FontName", pdf_name(name));
  out.replaceKey("/Ascent", pdf_integer(metrics.ascent));
  out.replaceKey("/Descent", pdf_integer(metrics.descent));
  out.replaceKey("/CapHeight", pdf_integer(metrics.cap_height));
  out.replaceKey("/FontBBox",
                 QPDFObjectHandle::newArray(
                     {pdf_integer(metrics.box[0]), pdf_integer(metrics.box[1]),
                      pdf_integer(metrics.box[2]), pdf_integer(metrics.box[3])}));
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
    out.appendItem(pdf_integer(glyph));
    out.appendItem(QPDFObjectHandle::newArray({pdf_integer(width)}));
  }
  return out;
}

}  // namespace

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

Result<QPDFObjectHandle> visible_font(QPDF& pdf, const TextFont& font,
                                      const std::vector<TypesetLine>& lines) {
  const auto glyphs = glyphs_of(lines);
  std::set<std::uint16_t> numbers;
  for (const auto& [glyph, c] : glyphs)
    numbers.insert(glyph);
  const Bytes program = TRY(font.subset(numbers));
  const std::string name = subset_name(font.weight());
  auto descendant = QPDFObjectHandle::parse("<< /Type /Font /Subtype /CIDFontType0 >>");
  descendant.replaceKey("/FontDescriptor",
                        descriptor_of(pdf, name, font.metrics(), program));
  descendant.replaceKey("/W", widths_of(lines));
  return composite_font(pdf, name, descendant, glyphs);
}

// The dictionaries become its own: other pages may share them.
std::string add_page_font(QPDFObjectHandle page, const QPDFObjectHandle& font) {
  QPDFObjectHandle resources = page.getKey("/Resources");
  resources = resources.isDictionary() ? resources.shallowCopy()
                                       : QPDFObjectHandle::newDictionary();
  QPDFObjectHandle fonts = resources.getKey("/Font");
  fonts = fonts.isDictionary() ? fonts.shallowCopy() : QPDFObjectHandle::newDictionary();
  resources.replaceKey("/Font", fonts);
  int number = 1;
  std::string name = resources.getUniqueResourceName("/Visible", number);
  fonts.replaceKey(name, font);
  page.replaceKey("/Resources", resources);
  return name;
}

}  // namespace tangthu::ocr
