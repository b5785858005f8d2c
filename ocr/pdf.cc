#include "ocr/pdf.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "base/unicode.h"
#include "ocr/pdf_font.h"
#include "ocr/pdf_metadata.h"
#include "ocr/pdf_parts.h"
#include "ocr/pdf_qpdf.h"
#include "ocr/pdf_text.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxPdfPages = 20'000;
// Sides of a page in points (ISO 19005-2, 6.1.13).
constexpr double kMinSidePoints = 3;
constexpr double kMaxSidePoints = 14'400;

struct MeasuredPage {
  const PdfPage* source;
  PdfGeometry geometry;
};

// The page is as large as its finest layer says.
PdfGeometry geometry_of(const PdfPage& page) {
  const auto& layers = page.picture.layers;
  const PictureLayer& shape = *std::max_element(
      layers.begin(), layers.end(),
      [](const PictureLayer& a, const PictureLayer& b) { return a.width < b.width; });
  const int dpi = page.text.clean_dpi > 0 ? page.text.clean_dpi : kDefaultDpi;
  const int width = page.text.clean_width > 0 ? page.text.clean_width : shape.width;
  const int height = page.text.clean_height > 0 ? page.text.clean_height : shape.height;
  const double scale = std::min(72.0 / std::clamp(dpi, kMinDpi, kMaxDpi),
                                kMaxSidePoints / std::max(width, height));
  PdfGeometry geometry;
  geometry.width_points = std::max(kMinSidePoints, width * scale);
  geometry.height_points = std::max(kMinSidePoints, height * scale);
  geometry.points_per_pixel_x = geometry.width_points / width;
  geometry.points_per_pixel_y = geometry.height_points / height;
  return geometry;
}

bool is_paintable(const PagePicture& picture) {
  return !picture.layers.empty() &&
         std::all_of(picture.layers.begin(), picture.layers.end(),
                     [](const PictureLayer& layer) {
                       return layer.width > 0 && layer.height > 0 && !layer.data.empty();
                     });
}

Result<std::vector<MeasuredPage>> measured(const std::vector<PdfPage>& pages) {
  if (pages.empty() || pages.size() > kMaxPdfPages) {
    return fail(ErrorCode::kBadInput, "a PDF holds 1 to 20,000 pages",
                "split the document");
  }
  std::vector<MeasuredPage> out;
  out.reserve(pages.size());
  for (const PdfPage& page : pages) {
    if (!is_paintable(page.picture)) {
      return fail(ErrorCode::kBadInput, "a page has no picture", "read it again");
    }
    out.push_back({&page, geometry_of(page)});
  }
  return out;
}

QPDFObjectHandle name(const std::string& text) {
  return QPDFObjectHandle::newName(text);
}

QPDFObjectHandle number(double value) {
  return QPDFObjectHandle::newReal(value, 2);
}

QPDFObjectHandle stream(QPDF& pdf, std::string_view data) {
  return pdf.makeIndirectObject(QPDFObjectHandle::newStream(&pdf, std::string(data)));
}

// The composite font of the invisible text; its codes are the glyph numbers.
QPDFObjectHandle make_font(QPDF& pdf, const GlyphSet& glyphs) {
  const Bytes program = invisible_font(glyphs);
  QPDFObjectHandle file = stream(pdf, as_text(program));
  file.getDict().replaceKey(
      "/Length1", QPDFObjectHandle::newInteger(static_cast<long long>(program.size())));

  auto descriptor = QPDFObjectHandle::parse(
      "<< /Type /FontDescriptor /Flags 5 /ItalicAngle 0 /CapHeight 700 /StemV 80 >>");
  const std::string font_name = "/" + std::string(kFontName);
  descriptor.replaceKey("/FontName", name(font_name));
  descriptor.replaceKey("/Ascent", QPDFObjectHandle::newInteger(kFontAscent));
  descriptor.replaceKey("/Descent", QPDFObjectHandle::newInteger(kFontDescent));
  descriptor.replaceKey("/FontBBox",
                        QPDFObjectHandle::newArray(QPDFObjectHandle::Rectangle(
                            0, kFontDescent, kGlyphWidth, kFontAscent)));
  descriptor.replaceKey("/FontFile2", file);

  auto descendant = QPDFObjectHandle::parse(
      "<< /Type /Font /Subtype /CIDFontType2 /CIDToGIDMap /Identity"
      " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
  descendant.replaceKey("/BaseFont", name(font_name));
  descendant.replaceKey("/DW", QPDFObjectHandle::newInteger(kGlyphWidth));
  descendant.replaceKey("/FontDescriptor", pdf.makeIndirectObject(descriptor));

  auto font =
      QPDFObjectHandle::parse("<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>");
  font.replaceKey("/BaseFont", name(font_name));
  font.replaceKey("/DescendantFonts",
                  QPDFObjectHandle::newArray({pdf.makeIndirectObject(descendant)}));
  font.replaceKey("/ToUnicode", stream(pdf, to_unicode_cmap(glyphs.code_points())));
  return pdf.makeIndirectObject(font);
}

QPDFObjectHandle integer(int value) {
  return QPDFObjectHandle::newInteger(value);
}

struct Coding {
  const char* filter;
  QPDFObjectHandle parameters;
};

Coding coding_of(const PictureLayer& layer) {
  auto parameters = QPDFObjectHandle::newDictionary();
  switch (layer.coding) {
    case LayerCoding::kJpeg:
      break;
    case LayerCoding::kFax:
      parameters.replaceKey("/K", integer(-1));
      parameters.replaceKey("/Columns", integer(layer.width));
      parameters.replaceKey("/Rows", integer(layer.height));
      return {"/CCITTFaxDecode", parameters};
    case LayerCoding::kPngRows:
      parameters.replaceKey("/Predictor", integer(15));
      parameters.replaceKey("/Columns", integer(layer.width));
      parameters.replaceKey("/Colors", integer(layer.channels));
      parameters.replaceKey("/BitsPerComponent", integer(layer.bits));
      return {"/FlateDecode", parameters};
  }
  return {"/DCTDecode", QPDFObjectHandle::newNull()};
}

// The bytes go from the caller's memory straight to the output.
QPDFObjectHandle make_image(QPDF& pdf, const PictureLayer& layer) {
  QPDFObjectHandle image = pdf.newStream();
  QPDFObjectHandle dict = image.getDict();
  dict.replaceKey("/Type", name("/XObject"));
  dict.replaceKey("/Subtype", name("/Image"));
  dict.replaceKey("/Width", integer(layer.width));
  dict.replaceKey("/Height", integer(layer.height));
  if (layer.coding == LayerCoding::kFax) {
    dict.replaceKey("/ImageMask", QPDFObjectHandle::newBool(true));
    dict.replaceKey("/BitsPerComponent", integer(1));
  } else {
    dict.replaceKey("/BitsPerComponent", integer(layer.bits));
    dict.replaceKey("/ColorSpace",
                    name(layer.channels == 1 ? "/DeviceGray" : "/DeviceRGB"));
  }
  const Coding coding = coding_of(layer);
  const Bytes& data = layer.data;
  image.replaceStreamData(
      [&data](Pipeline* out) {
        out->write(data.data(), data.size());
        out->finish();
      },
      name(coding.filter), coding.parameters);
  return image;
}

// Made when it is written, so that no page's content waits for the others'.
QPDFObjectHandle make_content(QPDF& pdf, const MeasuredPage& page,
                              const GlyphSet& glyphs) {
  QPDFObjectHandle content = pdf.newStream();
  content.replaceStreamData(
      [&page, &glyphs](Pipeline* out) {
        out->writeString(page_content(page.source->text, page.geometry, glyphs) +
                         paint_layers(page.source->picture, page.geometry));
        out->finish();
      },
      QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
  return content;
}

void add_pages(QPDF& pdf, const std::vector<MeasuredPage>& pages,
               const GlyphSet& glyphs) {
  auto fonts = QPDFObjectHandle::newDictionary();
  fonts.replaceKey(kFontResource, make_font(pdf, glyphs));
  fonts = pdf.makeIndirectObject(fonts);
  auto tree = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Pages >>"));
  std::vector<QPDFObjectHandle> kids;
  kids.reserve(pages.size());
  for (const MeasuredPage& page : pages) {
    auto images = QPDFObjectHandle::newDictionary();
    const auto& layers = page.source->picture.layers;
    for (std::size_t i = 0; i < layers.size(); ++i)
      images.replaceKey(image_resource(i), make_image(pdf, layers[i]));
    auto resources = QPDFObjectHandle::newDictionary();
    resources.replaceKey("/Font", fonts);
    resources.replaceKey("/XObject", images);
    auto leaf = QPDFObjectHandle::parse("<< /Type /Page >>");
    leaf.replaceKey("/Parent", tree);
    leaf.replaceKey("/MediaBox",
                    QPDFObjectHandle::newArray({number(0), number(0),
                                                number(page.geometry.width_points),
                                                number(page.geometry.height_points)}));
    leaf.replaceKey("/Resources", resources);
    leaf.replaceKey("/Contents", make_content(pdf, page, glyphs));
    kids.push_back(pdf.makeIndirectObject(leaf));
  }
  tree.replaceKey("/Count",
                  QPDFObjectHandle::newInteger(static_cast<long long>(kids.size())));
  tree.replaceKey("/Kids", QPDFObjectHandle::newArray(kids));
  pdf.getRoot().replaceKey("/Pages", tree);
}

void add_output_intent(QPDF& pdf) {
  QPDFObjectHandle profile = stream(pdf, as_text(srgb_profile()));
  profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
  auto intent = QPDFObjectHandle::parse(
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
      " /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1) >>");
  intent.replaceKey("/DestOutputProfile", profile);
  pdf.getRoot().replaceKey("/OutputIntents",
                           QPDFObjectHandle::newArray({pdf.makeIndirectObject(intent)}));
}

void add_metadata(QPDF& pdf, const PdfInfo& info) {
  QPDFObjectHandle metadata = stream(pdf, xmp_packet(info));
  metadata.getDict().replaceKey("/Type", name("/Metadata"));
  metadata.getDict().replaceKey("/Subtype", name("/XML"));
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

// Titles come from recognised text: NFC, and nothing that XML can't say.
PdfInfo cleaned(const PdfInfo& info) {
  PdfInfo out = info;
  std::u32string title;
  for (const char32_t c : to_code_points(to_nfc(info.title)))
    title += c < 0x20 || (c >= 0x7F && c < 0xA0) ? U' ' : c;
  out.title = to_utf8(title);
  return out;
}

std::size_t size_of(const PagePicture& picture) {
  std::size_t size = 0;
  for (const PictureLayer& layer : picture.layers)
    size += layer.data.size();
  return size;
}

Bytes assemble(const std::vector<MeasuredPage>& pages, const GlyphSet& glyphs,
               const PdfInfo& info) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.emptyPDF();
  add_pages(pdf, pages, glyphs);
  add_output_intent(pdf);
  add_metadata(pdf, cleaned(info));
  ByteSink sink;
  std::size_t expected = 65'536;
  for (const MeasuredPage& page : pages)
    expected += size_of(page.source->picture) + 8'192;
  sink.reserve(expected);
  write_archival(pdf, sink);
  return sink.take();
}

}  // namespace

QPDFObjectHandle make_text_font(QPDF& pdf, const GlyphSet& glyphs) {
  return make_font(pdf, glyphs);
}

void set_metadata(QPDF& pdf, const PdfInfo& info) {
  pdf.getRoot().removeKey("/ViewerPreferences");
  add_metadata(pdf, cleaned(info));
}

Result<Bytes> write_pdf(const std::vector<PdfPage>& pages, const PdfInfo& info) {
  const std::vector<MeasuredPage> ready = TRY(measured(pages));
  GlyphSet glyphs;
  for (const PdfPage& page : pages)
    add_glyphs(page.text, glyphs);
  if (!glyphs.close()) {
    return fail(ErrorCode::kBadInput, "too many different characters in one document",
                "split the document");
  }
  try {
    return assemble(ready, glyphs, info);
  } catch (const std::runtime_error&) {
  } catch (const std::logic_error&) {
  }
  return fail(ErrorCode::kUnexpected, "the PDF could not be written",
              "try again; if it persists, report it");
}

}  // namespace tangthu::ocr
