// An image-only PDF, as scanners make it: each page one JPEG, no text layer.
#include <memory>

#include <cairo-pdf.h>

#include "samples/encode.h"

namespace tangthu::samples {
namespace {

struct SurfaceFree {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct CairoFree {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceFree>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  auto* bytes = static_cast<Bytes*>(closure);
  bytes->insert(bytes->end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<Bytes> encode_pdf(const std::vector<Page>& pages) {
  Bytes pdf;
  std::vector<Bytes> jpegs;  // outlive the surface
  jpegs.reserve(pages.size());
  for (const Page& page : pages)
    jpegs.push_back(TRY(encode_jpeg_page(page)));
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &pdf, 595, 842));
    // The day of creation would make every run's bytes differ.
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2020-01-01T00:00:00Z");
    const std::unique_ptr<cairo_t, CairoFree> cairo(cairo_create(surface.get()));
    for (std::size_t i = 0; i < pages.size(); ++i) {
      const Page& page = pages[i];
      const double scale = 72.0 / page.dpi();
      cairo_pdf_surface_set_size(surface.get(), page.width() * scale,
                                 page.height() * scale);
      const Surface image(
          cairo_image_surface_create(CAIRO_FORMAT_RGB24, page.width(), page.height()));
      cairo_surface_set_mime_data(image.get(), CAIRO_MIME_TYPE_JPEG, jpegs[i].data(),
                                  jpegs[i].size(), nullptr, nullptr);
      cairo_save(cairo.get());
      cairo_scale(cairo.get(), scale, scale);
      cairo_set_source_surface(cairo.get(), image.get(), 0, 0);
      cairo_paint(cairo.get());
      cairo_restore(cairo.get());
      cairo_show_page(cairo.get());
    }
    cairo_surface_finish(surface.get());
    status = cairo_surface_status(surface.get());
  }
  if (status != CAIRO_STATUS_SUCCESS) {
    return fail(ErrorCode::kUnexpected, "a sample page can't be encoded",
                "choose another --format");
  }
  return pdf;
}

}  // namespace tangthu::samples
