// PDF. A page that is one image is taken as that image has it (pdf_file.h); every other
// is rendered by poppler as it would be printed, annotations and all.
//
// Resolution of a rendered page: that of an image that covers it, or of several that do
// together, where there is no text or they are as fine as text is rendered; else 300 dpi.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include <poppler-document.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include "base/page.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/decode/pdf_file.h"
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

bool damaged = false;

void on_message(const std::string& message, void*) {
  if (tells_of_damage(message)) damaged = true;
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

// The finest image with the proportions of the page; its sides as the page is seen.
std::optional<ImageSize> covering_image(const std::vector<ImageSize>& images,
                                        const Size& size) {
  constexpr double kMostDpi = 1200;
  constexpr double kProportion = 0.01;
  std::optional<ImageSize> best;
  for (const ImageSize& image : images) {
    for (const ImageSize& seen : {image, ImageSize{image.height, image.width}}) {
      const double dpi_x = seen.width * kPointsPerInch / size.width;
      const double dpi_y = seen.height * kPointsPerInch / size.height;
      const bool covers = dpi_x >= kLeastDpi && dpi_x <= kMostDpi &&
                          std::abs(dpi_x / dpi_y - 1) <= kProportion;
      const bool fits = fits_page(static_cast<std::uint64_t>(seen.width),
                                  static_cast<std::uint64_t>(seen.height));
      if (covers && fits && (!best || seen.width > best->width)) best = seen;
    }
  }
  return best;
}

// As near to `dpi` as the limits of a page allow.
Plan plan_at(double dpi, const Size& size) {
  const double inches_x = size.width / kPointsPerInch;
  const double inches_y = size.height / kPointsPerInch;
  dpi = std::min(dpi, (kMaxPageSide - 1) / std::max(inches_x, inches_y));
  dpi = std::min(dpi, std::sqrt(static_cast<double>(kMaxPagePixels) * 0.999 /
                                (inches_x * inches_y)));
  if (!(dpi >= kLeastDpi)) refuse(Fault::kTooLarge);
  return {std::max(1, static_cast<int>(std::lround(inches_x * dpi))),
          std::max(1, static_cast<int>(std::lround(inches_y * dpi))), dpi, dpi};
}

// What images of a page ask of its rendering.
struct Wishes {
  std::vector<ImageSize> images;
  double prevailing_dpi = 0;
};

Plan plan(const poppler::page& page, const Size& size, const Wishes& wishes) {
  constexpr double kMostDpi = 1200;
  constexpr double kFine = kDefaultDpi - 1;  // as text is rendered
  const auto scan = covering_image(wishes.images, size);
  const double dpi =
      scan ? scan->width * kPointsPerInch / size.width : wishes.prevailing_dpi;
  const bool usable = dpi >= kLeastDpi && dpi <= kMostDpi;
  if (!usable || (dpi < kFine && !page.text().empty())) return plan_at(kDefaultDpi, size);
  if (!scan) return plan_at(dpi, size);
  // Poppler lets an image cover every pixel that it touches. A hair less, and it touches
  // just as many as it has: it is copied, not resampled.
  constexpr double kHair = 0.01;
  return {scan->width, scan->height, (scan->width - kHair) * kPointsPerInch / size.width,
          (scan->height - kHair) * kPointsPerInch / size.height};
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

Raster render(const poppler::page& page, const Wishes& wishes) {
  const Size size = size_of(page);
  if (!(size.width > 0) || !(size.height > 0)) refuse(Fault::kDamaged);
  const Plan wanted = plan(page, size, wishes);
  require_page_size(static_cast<std::uint64_t>(wanted.width),
                    static_cast<std::uint64_t>(wanted.height));
  poppler::page_renderer renderer;
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_image_format(poppler::image::format_rgb24);
  damaged = false;
  const poppler::image image = renderer.render_page(&page, wanted.dpi_x, wanted.dpi_y, 0,
                                                    0, wanted.width, wanted.height);
  if (damaged) refuse(Fault::kDamaged);
  return grey_if_colourless(copy_of(image, wanted));
}

// The renderer, loaded when a page asks for it.
class Renderer {
 public:
  Renderer(ByteView file, std::string_view password) : file_(file), password_(password) {}

  const poppler::document& document() {
    if (document_) return *document_;
    document_.reset(poppler::document::load_from_raw_data(
        reinterpret_cast<const char*>(file_.data()), static_cast<int>(file_.size()),
        password_, password_));
    if (!document_) refuse(Fault::kDamaged);
    if (document_->is_locked()) refuse(Fault::kLocked);
    return *document_;
  }

  Raster page(int number, const Wishes& wishes) {
    const std::unique_ptr<poppler::page> page(document().create_page(number));
    if (!page) refuse(Fault::kDamaged);
    return render(*page, wishes);
  }

 private:
  ByteView file_;
  std::string password_;
  std::unique_ptr<poppler::document> document_;
};

}  // namespace

void decode_pdf(ByteView file, std::string_view password) {
  poppler::set_debug_error_function(on_message, nullptr);
  require_end(file);
  const std::unique_ptr<PdfFile> pdf = PdfFile::open(file, password);
  Renderer renderer(file, password);
  const int pages = pdf ? pdf->pages() : renderer.document().pages();
  if (pages > kMaxPagesPerFile) refuse(Fault::kTooManyPages);
  if (pages < 1) refuse(Fault::kNoPages);
  if (pdf && pdf->has_signature()) send_facts(kSigned);
  for (int i = 0; i < pages; ++i) {
    auto scan = pdf ? pdf->scan(i) : std::nullopt;
    if (scan) {
      send_page(grey_if_colourless(std::move(*scan)));
      continue;
    }
    Wishes wishes;
    if (pdf) wishes = {pdf->image_sizes(i), pdf->prevailing_dpi(i)};
    send_page(renderer.page(i, wishes));
  }
}

}  // namespace tangthu::scanner
