#include "tests/ocr/print.h"

#include <cmath>
#include <cstring>
#include <numbers>
#include <stdexcept>

#include <pango/pangocairo.h>

namespace tangthu::testing {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;

struct FreeObject {
  void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, FreeObject>;

}  // namespace

class Print::Impl {
 public:
  Impl(int dpi, double width_mm, double height_mm) : dpi_(dpi) {
    const double scale = dpi / 25.4;
    surface_ =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width_mm * scale),
                                   static_cast<int>(height_mm * scale));
    cairo_ = cairo_create(surface_);
    cairo_set_source_rgb(cairo_, 1, 1, 1);
    cairo_paint(cairo_);
    cairo_set_source_rgb(cairo_, 0, 0, 0);
    cairo_scale(cairo_, scale, scale);  // millimetres from here on
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
  }

  LayoutPtr lay(const std::string& words, double points, const std::string& style,
                double width) const {
    LayoutPtr layout(pango_cairo_create_layout(cairo_));
    PangoFontDescription* font =
        pango_font_description_from_string(("Liberation Serif " + style).c_str());
    pango_font_description_set_absolute_size(font, points / kPointsPerMm * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), words.c_str(), static_cast<int>(words.size()));
    if (width > 0) {
      pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    }
    return layout;
  }

  int dpi_;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
};

Print::Print(int dpi, double width_mm, double height_mm)
    : impl_(std::make_unique<Impl>(dpi, width_mm, height_mm)) {}
Print::~Print() = default;

double Print::text(double x, double y, const std::string& words, double points,
                   const std::string& style, Align align, double width) {
  const LayoutPtr layout = impl_->lay(words, points, style, width);
  int w = 0;
  int h = 0;
  if (align == Align::kCentre) {
    pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
  }
  pango_layout_get_size(layout.get(), &w, &h);
  if (width > 0) w = static_cast<int>(width * PANGO_SCALE);
  const double left = align == Align::kCentre ? x - w / 2.0 / PANGO_SCALE : x;
  cairo_move_to(impl_->cairo_, left, y);
  pango_cairo_show_layout(impl_->cairo_, layout.get());
  return y + static_cast<double>(h) / PANGO_SCALE;
}

double Print::paragraph(double x, double y, const std::string& words, double width,
                        double points) {
  const LayoutPtr layout = impl_->lay(words, points, "", width);
  pango_layout_set_justify(layout.get(), 1);
  int w = 0;
  int h = 0;
  pango_layout_get_size(layout.get(), &w, &h);
  cairo_move_to(impl_->cairo_, x, y);
  pango_cairo_show_layout(impl_->cairo_, layout.get());
  return y + static_cast<double>(h) / PANGO_SCALE;
}

void Print::rule(double x0, double y0, double x1, double y1, double thickness) {
  cairo_set_line_width(impl_->cairo_, thickness);
  cairo_move_to(impl_->cairo_, x0, y0);
  cairo_line_to(impl_->cairo_, x1, y1);
  cairo_stroke(impl_->cairo_);
}

void Print::rectangle(double x, double y, double width, double height) {
  rule(x, y, x + width, y, 0.5);
  rule(x, y + height, x + width, y + height, 0.5);
  rule(x, y, x, y + height, 0.5);
  rule(x + width, y, x + width, y + height, 0.5);
}

void Print::stamp(double x, double y, const std::string& words, double points,
                  double degrees, double darkness) {
  const LayoutPtr layout = impl_->lay(words, points, "Bold", 0);
  int w = 0;
  int h = 0;
  pango_layout_get_size(layout.get(), &w, &h);
  const double width = static_cast<double>(w) / PANGO_SCALE;
  const double height = static_cast<double>(h) / PANGO_SCALE;
  cairo_save(impl_->cairo_);
  cairo_set_source_rgb(impl_->cairo_, 1 - darkness, 1 - darkness, 1 - darkness);
  cairo_translate(impl_->cairo_, x, y);
  cairo_rotate(impl_->cairo_, degrees * std::numbers::pi / 180);
  cairo_move_to(impl_->cairo_, 2, 1);
  pango_cairo_show_layout(impl_->cairo_, layout.get());
  cairo_set_line_width(impl_->cairo_, 0.6);
  cairo_rectangle(impl_->cairo_, 0, 0, width + 4, height + 2);
  cairo_stroke(impl_->cairo_);
  cairo_restore(impl_->cairo_);
}

void Print::ring(double x, double y, double radius, double thickness) {
  cairo_new_path(impl_->cairo_);
  cairo_set_line_width(impl_->cairo_, thickness);
  cairo_arc(impl_->cairo_, x, y, radius, 0, 2 * std::numbers::pi);
  cairo_stroke(impl_->cairo_);
}

Page Print::page() const {
  cairo_surface_flush(impl_->surface_);
  const int width = cairo_image_surface_get_width(impl_->surface_);
  const int height = cairo_image_surface_get_height(impl_->surface_);
  auto page = Page::create(width, height, PixelFormat::kGrey, impl_->dpi_);
  if (!page) throw std::runtime_error("a test page is too large");
  const unsigned char* data = cairo_image_surface_get_data(impl_->surface_);
  const int stride = cairo_image_surface_get_stride(impl_->surface_);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = page->row(y);
    const unsigned char* from = data + static_cast<std::ptrdiff_t>(y) * stride;
    for (int x = 0; x < width; ++x)
      row[x] = from[4 * x + 1];
  }
  return std::move(*page);
}

}  // namespace tangthu::testing
