#include "ocr/pdf_seen_font.h"

#include <set>

#include "ocr/pdf_parts.h"

namespace tangthu::ocr {
namespace {

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

QPDFObjectHandle widths_of(const UsedGlyphs& glyphs) {
  auto out = QPDFObjectHandle::newArray();
  for (const auto& [number, glyph] : glyphs) {
    out.appendItem(pdf_integer(number));
    out.appendItem(QPDFObjectHandle::newArray({pdf_integer(glyph.advance)}));
  }
  return out;
}

}  // namespace

Result<QPDFObjectHandle> seen_font(QPDF& pdf, const TextFont& font,
                                   const std::string& name, const UsedGlyphs& glyphs) {
  std::set<std::uint16_t> numbers;
  std::map<std::uint16_t, char32_t> meanings;
  for (const auto& [number, glyph] : glyphs) {
    numbers.insert(number);
    meanings.emplace(number, glyph.stands_for);
  }
  const Bytes program = TRY(font.subset(numbers));
  auto descendant = QPDFObjectHandle::parse("<< /Type /Font /Subtype /CIDFontType0 >>");
  descendant.replaceKey("/FontDescriptor",
                        descriptor_of(pdf, name, font.metrics(), program));
  descendant.replaceKey("/W", widths_of(glyphs));
  return composite_font(pdf, name, descendant, meanings);
}

}  // namespace tangthu::ocr
