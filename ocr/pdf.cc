#include "ocr/pdf.h"

#include <algorithm>
#include <string_view>

#include "ocr/pdf_parts.h"
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

QPDFObjectHandle number(double value) {
  return QPDFObjectHandle::newReal(value, 2);
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
      parameters.replaceKey("/K", pdf_integer(-1));
      parameters.replaceKey("/Columns", pdf_integer(layer.width));
      parameters.replaceKey("/Rows", pdf_integer(layer.height));
      return {"/CCITTFaxDecode", parameters};
    case LayerCoding::kPngRows:
      parameters.replaceKey("/Predictor", pdf_integer(15));
      parameters.replaceKey("/Columns", pdf_integer(layer.width));
      parameters.replaceKey("/Colors", pdf_integer(layer.channels));
      parameters.replaceKey("/BitsPerComponent", pdf_integer(layer.bits));
      return {"/FlateDecode", parameters};
  }
  return {"/DCTDecode", QPDFObjectHandle::newNull()};
}

// The bytes go from the caller's memory straight to the output.
QPDFObjectHandle make_image(QPDF& pdf, const PictureLayer& layer) {
  QPDFObjectHandle image = pdf.newStream();
  QPDFObjectHandle dict = image.getDict();
  dict.replaceKey("/Type", pdf_name("/XObject"));
  dict.replaceKey("/Subtype", pdf_name("/Image"));
  dict.replaceKey("/Width", pdf_integer(layer.width));
  dict.replaceKey("/Height", pdf_integer(layer.height));
  if (layer.coding == LayerCoding::kFax) {
    dict.replaceKey("/ImageMask", QPDFObjectHandle::newBool(true));
    dict.replaceKey("/BitsPerComponent", pdf_integer(1));
  } else {
    dict.replaceKey("/BitsPerComponent", pdf_integer(layer.bits));
    dict.replaceKey("/ColorSpace",
                    pdf_name(layer.channels == 1 ? "/DeviceGray" : "/DeviceRGB"));
  }
  const Coding coding = coding_of(layer);
  const Bytes& data = layer.data;
  image.replaceStreamData(
      [&data](Pipeline* out) {
        out->write(data.data(), data.size());
        out->finish();
      },
      pdf_name(coding.filter), coding.parameters);
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
  fonts.replaceKey(kFontResource, make_text_font(pdf, glyphs));
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
  set_metadata(pdf, info);
  std::size_t expected = 65'536;
  for (const MeasuredPage& page : pages)
    expected += size_of(page.source->picture) + 8'192;
  return archival_bytes(pdf, expected);
}

}  // namespace

Result<Bytes> write_pdf(const std::vector<PdfPage>& pages, const PdfInfo& info) {
  const std::vector<MeasuredPage> ready = TRY(measured(pages));
  GlyphSet glyphs;
  for (const PdfPage& page : pages)
    add_glyphs(page.text, glyphs);
  if (!glyphs.close()) {
    return fail(ErrorCode::kBadInput, "too many different characters in one document",
                "split the document");
  }
  return unless_it_throws([&] { return assemble(ready, glyphs, info); },
                          fail(ErrorCode::kUnexpected, "the PDF could not be written",
                               "try again; if it persists, report it"));
}

}  // namespace tangthu::ocr
