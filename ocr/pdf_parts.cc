#include "ocr/pdf_parts.h"

#include "base/unicode.h"
#include "ocr/pdf_metadata.h"

namespace tangthu::ocr {
namespace {

// Titles come from recognised text: NFC, and nothing that XML can't say.
PdfInfo cleaned(const PdfInfo& info) {
  PdfInfo out = info;
  std::u32string title;
  for (const char32_t c : to_code_points(to_nfc(info.title)))
    title += is_control(c) ? U' ' : c;
  out.title = to_utf8(title);
  return out;
}

void add_metadata(QPDF& pdf, const PdfInfo& info) {
  QPDFObjectHandle metadata = pdf_stream(pdf, xmp_packet(info));
  metadata.getDict().replaceKey("/Type", pdf_name("/Metadata"));
  metadata.getDict().replaceKey("/Subtype", pdf_name("/XML"));
  QPDFObjectHandle root = pdf.getRoot();
  root.replaceKey("/Metadata", metadata);
  if (!info.language.empty()) {
    root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(info.language));
  }
  auto dict = QPDFObjectHandle::newDictionary();
  dict.replaceKey("/Producer", QPDFObjectHandle::newString(kProducer));
  dict.replaceKey("/Creator", QPDFObjectHandle::newString(kProducer));
  if (!info.title.empty()) {
    dict.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(info.title));
    root.replaceKey("/ViewerPreferences",
                    QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
  }
  if (info.created != 0) {
    const auto date = QPDFObjectHandle::newString(pdf_date(info.created));
    dict.replaceKey("/CreationDate", date);
    dict.replaceKey("/ModDate", date);
  }
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(dict));
}

}  // namespace

QPDFObjectHandle composite_font(QPDF& pdf, const std::string& name,
                                QPDFObjectHandle descendant,
                                const std::map<std::uint16_t, char32_t>& glyphs) {
  descendant.replaceKey("/BaseFont", pdf_name(name));
  descendant.replaceKey(
      "/CIDSystemInfo",
      QPDFObjectHandle::parse(
          "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"));
  auto font =
      QPDFObjectHandle::parse("<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>");
  font.replaceKey("/BaseFont", pdf_name(name));
  font.replaceKey("/DescendantFonts",
                  QPDFObjectHandle::newArray({pdf.makeIndirectObject(descendant)}));
  font.replaceKey("/ToUnicode", pdf_stream(pdf, to_unicode_cmap(glyphs)));
  return pdf.makeIndirectObject(font);
}

QPDFObjectHandle make_text_font(QPDF& pdf, const GlyphSet& glyphs) {
  const Bytes program = invisible_font(glyphs);
  QPDFObjectHandle file = pdf_stream(pdf, as_text(program));
  file.getDict().replaceKey(
      "/Length1", QPDFObjectHandle::newInteger(static_cast<long long>(program.size())));

  auto descriptor = QPDFObjectHandle::parse(
      "<< /Type /FontDescriptor /Flags 5 /ItalicAngle 0 /CapHeight 700 /StemV 80 >>");
  const std::string font_name = "/" + std::string(kFontName);
  descriptor.replaceKey("/FontName", pdf_name(font_name));
  descriptor.replaceKey("/Ascent", pdf_integer(kFontAscent));
  descriptor.replaceKey("/Descent", pdf_integer(kFontDescent));
  descriptor.replaceKey("/FontBBox",
                        QPDFObjectHandle::newArray(QPDFObjectHandle::Rectangle(
                            0, kFontDescent, kGlyphWidth, kFontAscent)));
  descriptor.replaceKey("/FontFile2", file);

  auto descendant = QPDFObjectHandle::parse(
      "<< /Type /Font /Subtype /CIDFontType2 /CIDToGIDMap /Identity >>");
  descendant.replaceKey("/DW", pdf_integer(kGlyphWidth));
  descendant.replaceKey("/FontDescriptor", pdf.makeIndirectObject(descriptor));

  return composite_font(pdf, font_name, descendant, glyphs.code_points());
}

void set_metadata(QPDF& pdf, const PdfInfo& info) {
  pdf.getRoot().removeKey("/ViewerPreferences");
  add_metadata(pdf, cleaned(info));
}

void add_output_intent(QPDF& pdf) {
  QPDFObjectHandle profile = pdf_stream(pdf, as_text(srgb_profile()));
  profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
  auto intent = QPDFObjectHandle::parse(
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
      " /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1) >>");
  intent.replaceKey("/DestOutputProfile", profile);
  pdf.getRoot().replaceKey("/OutputIntents",
                           QPDFObjectHandle::newArray({pdf.makeIndirectObject(intent)}));
}

}  // namespace tangthu::ocr
