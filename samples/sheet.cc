#include "samples/sheet.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

namespace tangthu::samples {
namespace {

constexpr double kUnit = PANGO_SCALE;
constexpr guint16 kInvisible = 1;  // 0 would mean "as it is"
constexpr const char* kFixedSpace = "\u00A0";

struct AttrListFree {
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
using AttrList = std::unique_ptr<PangoAttrList, AttrListFree>;

void add(PangoAttrList* list, PangoAttribute* attribute, std::size_t start,
         std::size_t end) {
  attribute->start_index = static_cast<guint>(start);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

// One space where there were several or fixed ones; none at the ends.
std::string tidy(std::string_view raw) {
  std::string text;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    bool space = raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\n';
    if (raw.substr(at, 2) == kFixedSpace) {
      space = true;
      ++at;
    }
    if (!space) {
      text += raw[at];
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text;
}

struct SurfaceFree {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct CairoFree {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

}  // namespace

Sheets::Sheets(const Style& style)
    : style_(style),
      context_(pango_font_map_create_context(pango_cairo_font_map_get_default())) {
  pango_cairo_context_set_resolution(context_.get(), 72);  // a point is a unit
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
}

LayoutPtr Sheets::lay(const Spans& spans, double size, double width, Align align,
                      double first_indent) {
  std::string text;
  const AttrList attributes(pango_attr_list_new());
  for (const Span& span : spans) {
    const std::size_t start = text.size();
    text += span.by_hand ? kFixedSpace + span.text + kFixedSpace : span.text;
    PangoAttrList* list = attributes.get();
    if (span.bold) {
      add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, text.size());
    }
    if (span.italic) {
      add(list, pango_attr_style_new(PANGO_STYLE_ITALIC), start, text.size());
    }
    if (span.by_hand) {
      add(list, pango_attr_foreground_alpha_new(kInvisible), start, text.size());
    }
  }
  LayoutPtr layout(pango_layout_new(context_.get()), ObjectFree{});
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, style_.family.c_str());
  pango_font_description_set_size(font, static_cast<int>(std::lround(size * kUnit)));
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
  pango_layout_set_attributes(layout.get(), attributes.get());
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  if (width > 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(std::lround(width * kUnit)));
  }
  pango_layout_set_indent(layout.get(),
                          static_cast<int>(std::lround(first_indent * kUnit)));
  pango_layout_set_justify(layout.get(), align == Align::kJustify ? TRUE : FALSE);
  pango_layout_set_alignment(layout.get(), align == Align::kCentre  ? PANGO_ALIGN_CENTER
                                           : align == Align::kRight ? PANGO_ALIGN_RIGHT
                                                                    : PANGO_ALIGN_LEFT);
  return layout;
}

int Sheets::line_count(const LayoutPtr& layout) {
  return pango_layout_get_line_count(layout.get());
}

double Sheets::wrap_width(const LayoutPtr& layout) {
  const int width = pango_layout_get_width(layout.get());
  return width < 0 ? 0 : width / kUnit;
}

double Sheets::natural_width(const LayoutPtr& layout) {
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), nullptr, &logical);
  return logical.width / kUnit;
}

void Sheets::place(int sheet, const LayoutPtr& layout, int index, double x,
                   double baseline, const std::string& role) {
  PangoLayoutIter* iter = pango_layout_get_iter(layout.get());
  for (int i = 0; i < index; ++i)
    pango_layout_iter_next_line(iter);
  PangoRectangle ink;
  PangoRectangle logical;
  pango_layout_iter_get_line_extents(iter, &ink, &logical);
  const double line_baseline = pango_layout_iter_get_baseline(iter) / kUnit;
  PangoLayoutLine* line = pango_layout_iter_get_line_readonly(iter);
  pango_layout_iter_free(iter);

  Sheet& target = sheets_[static_cast<std::size_t>(sheet)];
  target.items.push_back({layout, line, x + logical.x / kUnit, baseline});
  const std::string_view all = pango_layout_get_text(layout.get());
  std::string text = tidy(all.substr(static_cast<std::size_t>(line->start_index),
                                     static_cast<std::size_t>(line->length)));
  if (text.empty()) return;
  const Rect box{x + ink.x / kUnit, baseline + ink.y / kUnit - line_baseline,
                 ink.width / kUnit, ink.height / kUnit};
  target.lines.push_back({std::move(text), box, role});
  note_pen_places(sheet, target.items.back());
}

void Sheets::note_pen_places(int sheet, const Item& item) {
  PangoAttrList* list = pango_layout_get_attributes(item.layout.get());
  PangoAttrIterator* iter = pango_attr_list_get_iterator(list);
  const int line_end = item.line->start_index + item.line->length;
  do {
    int start = 0;
    int end = 0;
    pango_attr_iterator_range(iter, &start, &end);
    if (pango_attr_iterator_get(iter, PANGO_ATTR_FOREGROUND_ALPHA) == nullptr) continue;
    if (start < item.line->start_index || end > line_end) continue;
    int from = 0;
    int to = 0;
    pango_layout_line_index_to_x(item.line, start, FALSE, &from);
    pango_layout_line_index_to_x(item.line, end, FALSE, &to);
    const double height = pango_font_description_get_size(
                              pango_layout_get_font_description(item.layout.get())) /
                          kUnit;
    const std::string_view all = pango_layout_get_text(item.layout.get());
    pen_places_.push_back({sheet,
                           {item.x + from / kUnit, item.baseline - height,
                            (to - from) / kUnit, height * 1.2},
                           item.baseline,
                           tidy(all.substr(static_cast<std::size_t>(start),
                                           static_cast<std::size_t>(end - start)))});
  } while (pango_attr_iterator_next(iter));
  pango_attr_iterator_destroy(iter);
}

void Sheets::rule(int sheet, double x1, double y1, double x2, double y2,
                  double thickness) {
  sheets_[static_cast<std::size_t>(sheet)].strokes.push_back({x1, y1, x2, y2, thickness});
}

void Sheets::draw(cairo_t* cairo, const Sheet& sheet) const {
  // A typewriter's letters are wider than its font's hair lines.
  const int strikes = style_.typewriter ? 3 : 1;
  for (const Item& item : sheet.items) {
    for (int strike = 0; strike < strikes; ++strike) {
      cairo_move_to(cairo, item.x + 0.22 * strike, item.baseline + 0.08 * strike);
      pango_cairo_show_layout_line(cairo, item.line);
    }
  }
  for (const Stroke& stroke : sheet.strokes) {
    cairo_set_line_width(cairo, stroke.thickness);
    cairo_move_to(cairo, stroke.x1, stroke.y1);
    cairo_line_to(cairo, stroke.x2, stroke.y2);
    cairo_stroke(cairo);
  }
}

Result<Page> Sheets::paint(int sheet, int dpi) const {
  const double scale = dpi / 72.0;
  Page page = TRY(Page::create(static_cast<int>(std::lround(kSheetWidth * scale)),
                               static_cast<int>(std::lround(kSheetHeight * scale)),
                               PixelFormat::kRgb, dpi));
  const std::unique_ptr<cairo_surface_t, SurfaceFree> surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, page.width(), page.height()));
  const std::unique_ptr<cairo_t, CairoFree> cairo(cairo_create(surface.get()));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  cairo_scale(cairo.get(), scale, scale);
  cairo_set_source_rgb(cairo.get(), 0, 0, 0);
  draw(cairo.get(), sheets_[static_cast<std::size_t>(sheet)]);
  cairo_surface_flush(surface.get());
  if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) {
    return fail(ErrorCode::kUnexpected, "a sample page can't be painted",
                "choose a lower --dpi");
  }
  const unsigned char* from = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < page.height(); ++y) {
    const unsigned char* pixel = from + static_cast<std::ptrdiff_t>(y) * stride;
    std::uint8_t* to = page.row(y);
    for (int x = 0; x < page.width(); ++x, pixel += 4, to += 3) {
      std::uint32_t value = 0;
      std::memcpy(&value, pixel, sizeof value);
      to[0] = static_cast<std::uint8_t>(value >> 16U);
      to[1] = static_cast<std::uint8_t>(value >> 8U);
      to[2] = static_cast<std::uint8_t>(value);
    }
  }
  return page;
}

}  // namespace tangthu::samples
