// PDF by poppler: every page rendered as it would be printed.
//
// Resolution: a scanned page holds one image over the whole page. Its resolution follows
// from the image's size and the page's; poppler's C++ interface lists no images, but
// image dictionaries always lie in the file as plain text (ISO 32000-1, 7.5.7: a stream
// can't be inside an object stream, and encryption leaves names and numbers alone). So
// the file is searched for them, and one with the proportions of a page that has no
// typeset text decides. All else is rendered at 300 dpi.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <poppler-document.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include "base/page.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/decode/pdf_images.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {
namespace {

constexpr double kPointsPerInch = 72;
// Below this a page is not worth reading; a sheet that needs less is too large.
constexpr double kLeastDpi = 50;

// Complaints of the decoders of image data: the rest of the picture would stay blank.
// Others (fonts, annotations, a table of contents) leave a page that can be read.
bool tells_of_damage(const std::string& message) {
  constexpr const char* kSigns[] = {"flate", "Flate",       "CCITT",
                                    "JBIG2", "JPX",         "DCT",
                                    "LZW",   "end of file", "end of stream"};
  return std::any_of(std::begin(kSigns), std::end(kSigns), [&](const char* sign) {
    return message.find(sign) != std::string::npos;
  });
}

bool rendering = false;

void on_message(const std::string& message, void*) {
  if (rendering && tells_of_damage(message)) refuse(Fault::kDamaged);
}

// A PDF ends with a pointer to its table; one that was cut off has lost it, and poppler
// would quietly make do with the pages that are left.
void require_end(ByteView file) {
  constexpr std::size_t kTail = std::size_t{24} * 1024;
  const ByteView tail = file.last(std::min(file.size(), kTail));
  if (as_text(tail).find("startxref") == std::string_view::npos) refuse(Fault::kDamaged);
}

struct Size {
  double width = 0;  // points, as seen
  double height = 0;
};

Size size_of(const poppler::page& page) {
  const poppler::rectf box = page.page_rect(poppler::crop_box);
  const auto turned = page.orientation();
  const bool sideways =
      turned == poppler::page::landscape || turned == poppler::page::seascape;
  return sideways ? Size{box.height(), box.width()} : Size{box.width(), box.height()};
}

struct Plan {
  int width = 0;  // pixels
  int height = 0;
  double dpi_x = 0;
  double dpi_y = 0;
};

// A scan coarser than 300 dpi may as well be some other page's picture when this page has
// text; it then only sets the size of pages without any.
Plan plan(const poppler::page& page, const Size& size,
          const std::vector<PdfImage>& images) {
  const auto scan = scan_of_page(images, size.width, size.height);
  const bool fine = scan && scan->width * kPointsPerInch / size.width >= kDefaultDpi - 1;
  if (scan && (fine || page.text().empty())) {
    // Poppler lets an image cover every pixel that it touches. A hair less, and it
    // touches just as many as it has: it is copied, not resampled.
    constexpr double kHair = 0.01;
    return {scan->width, scan->height,
            (scan->width - kHair) * kPointsPerInch / size.width,
            (scan->height - kHair) * kPointsPerInch / size.height};
  }
  const double inches_x = size.width / kPointsPerInch;
  const double inches_y = size.height / kPointsPerInch;
  double dpi = kDefaultDpi;
  dpi = std::min(dpi, (kMaxPageSide - 1) / std::max(inches_x, inches_y));
  dpi = std::min(dpi, std::sqrt(static_cast<double>(kMaxPagePixels) * 0.999 /
                                (inches_x * inches_y)));
  if (!(dpi >= kLeastDpi)) refuse(Fault::kTooLarge);
  return {std::max(1, static_cast<int>(std::lround(inches_x * dpi))),
          std::max(1, static_cast<int>(std::lround(inches_y * dpi))), dpi, dpi};
}

Raster copy_of(const poppler::image& image, const Plan& plan) {
  if (!image.is_valid() || image.format() != poppler::image::format_rgb24 ||
      image.width() != plan.width || image.height() != plan.height) {
    refuse(Fault::kDamaged);
  }
  Raster page = make_raster(plan.width, plan.height, 3);
  for (int y = 0; y < page.height; ++y) {
    const auto* from =
        image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    std::copy_n(from, page.stride(), reinterpret_cast<char*>(page.row(y)));
  }
  page.dpi_x = plan.dpi_x;
  page.dpi_y = plan.dpi_y;
  return page;
}

Raster render(const poppler::page& page, const std::vector<PdfImage>& images) {
  const Size size = size_of(page);
  if (!(size.width > 0) || !(size.height > 0)) refuse(Fault::kDamaged);
  const Plan wanted = plan(page, size, images);
  require_page_size(static_cast<std::uint64_t>(wanted.width),
                    static_cast<std::uint64_t>(wanted.height));
  poppler::page_renderer renderer;
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_image_format(poppler::image::format_rgb24);
  rendering = true;
  const poppler::image image = renderer.render_page(&page, wanted.dpi_x, wanted.dpi_y, 0,
                                                    0, wanted.width, wanted.height);
  rendering = false;
  return grey_if_colourless(copy_of(image, wanted));
}

}  // namespace

void decode_pdf(ByteView file) {
  poppler::set_debug_error_function(on_message, nullptr);
  require_end(file);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(file.data()), static_cast<int>(file.size())));
  if (!document) refuse(Fault::kDamaged);
  if (document->is_locked()) refuse(Fault::kEncrypted);
  const int pages = document->pages();
  if (pages > kMaxPagesPerFile) refuse(Fault::kTooManyPages);
  if (pages < 1) refuse(Fault::kNoPages);
  const std::vector<PdfImage> images = find_pdf_images(file);
  for (int i = 0; i < pages; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) refuse(Fault::kDamaged);
    send_page(render(*page, images));
  }
}

}  // namespace tangthu::scanner
