#include "scanner/batch/separator_sheet.h"

#include <algorithm>
#include <memory>
#include <string>

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

#include "scanner/batch/barcode.h"
#include "scanner/batch/separator_reader.h"

namespace tangthu::scanner {
namespace {

constexpr double kPointsAMillimetre = 72 / 25.4;
constexpr double kWidth = 595.276;  // A4
constexpr double kHeight = 841.89;
constexpr double kCodeSide = kSeparatorSideMm * kPointsAMillimetre;
constexpr double kUpperCode = 17 * kPointsAMillimetre;
constexpr double kLowerCode = kHeight - kUpperCode - kCodeSide;
constexpr double kTextWidth = kWidth - 2 * 20 * kPointsAMillimetre;

struct SurfaceFree {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct CairoFree {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

cairo_status_t append(void* to, const unsigned char* data, unsigned length) {
  auto& bytes = *static_cast<Bytes*>(to);
  bytes.insert(bytes.end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

// Runs of dark modules as one rectangle: no hairlines between them on paper.
void draw_code(cairo_t* cairo, const CodeModules& code, double top) {
  const double module = kCodeSide / code.side;
  const double left = (kWidth - kCodeSide) / 2;
  const auto dark = [&](int x, int y) {
    return code.dark[static_cast<std::size_t>(y * code.side + x)] != 0;
  };
  for (int y = 0; y < code.side; ++y) {
    for (int x = 0; x < code.side; ++x) {
      const int begin = x;
      while (x < code.side && dark(x, y))
        ++x;
      if (x == begin) continue;
      cairo_rectangle(cairo, left + begin * module, top + y * module,
                      (x - begin) * module, module);
    }
  }
  cairo_fill(cairo);
}

struct TextLine {
  std::string text;
  double size;
  cairo_font_weight_t weight;
  double baseline;
};

// Whether the font can show all of the text: one put in its place by the system may lack
// Vietnamese letters, and cairo would draw boxes.
bool has_glyphs(cairo_t* cairo, const std::string& text) {
  cairo_glyph_t* glyphs = nullptr;
  int count = 0;
  const auto status = cairo_scaled_font_text_to_glyphs(
      cairo_get_scaled_font(cairo), 0, 0, text.data(), static_cast<int>(text.size()),
      &glyphs, &count, nullptr, nullptr, nullptr);
  if (status != CAIRO_STATUS_SUCCESS) return false;
  const bool all = std::none_of(glyphs, glyphs + count, [](const cairo_glyph_t& glyph) {
    return glyph.index == 0;
  });
  cairo_glyph_free(glyphs);
  return all;
}

// In the middle; smaller where it would not fit. False where letters are missing.
bool draw_line(cairo_t* cairo, const TextLine& line) {
  cairo_select_font_face(cairo, "TeX Gyre Heros", CAIRO_FONT_SLANT_NORMAL, line.weight);
  cairo_set_font_size(cairo, line.size);
  if (!has_glyphs(cairo, line.text)) return false;
  cairo_text_extents_t extents;
  cairo_text_extents(cairo, line.text.c_str(), &extents);
  if (extents.x_advance > kTextWidth) {
    cairo_set_font_size(cairo, line.size * kTextWidth / extents.x_advance);
    cairo_text_extents(cairo, line.text.c_str(), &extents);
  }
  cairo_move_to(cairo, (kWidth - extents.x_advance) / 2, line.baseline);
  cairo_show_text(cairo, line.text.c_str());
  return true;
}

// Both languages on every sheet: it outlives the language of whoever printed it.
std::vector<TextLine> words_of(const Separator& separator, const std::string& text) {
  constexpr auto kBold = CAIRO_FONT_WEIGHT_BOLD;
  constexpr auto kNormal = CAIRO_FONT_WEIGHT_NORMAL;
  std::vector<TextLine> lines = {
      {"TỜ PHÂN CÁCH", 34, kBold, 352},
      {"Separator sheet", 20, kNormal, 380},
      {"Đặt trước trang đầu của mỗi văn bản. Tờ này không được lưu vào hồ sơ.", 13,
       kNormal, 452},
      {"Lay it before the first page of a document. It is not kept as a page.", 13,
       kNormal, 470},
      {text, 9, kNormal, 495}};
  if (!separator.dossier.empty()) {
    lines.push_back({"Hồ sơ / Dossier: " + separator.dossier, 24, kBold, 418});
  }
  return lines;
}

Failure not_drawn() {
  return fail(ErrorCode::kUnexpected, "the separator sheets can't be drawn",
              "check that the package fonts-texgyre is installed");
}

Result<void> draw_sheet(cairo_t* cairo, const Separator& separator) {
  const std::string text = TRY(separator_text(separator));
  const CodeModules code = TRY(make_code(text));
  draw_code(cairo, code, kUpperCode);
  draw_code(cairo, code, kLowerCode);
  for (const TextLine& line : words_of(separator, text)) {
    if (!draw_line(cairo, line)) return not_drawn();
  }
  cairo_show_page(cairo);
  return {};
}

}  // namespace

Result<Bytes> separator_pdf(const std::vector<Separator>& sheets) {
  if (sheets.empty() || sheets.size() > kMaxSeparatorSheets) {
    return fail(ErrorCode::kUsage, "1 to 1,000 separator sheets can be made at once",
                "print the same file several times");
  }
  Bytes pdf;
  const std::unique_ptr<cairo_surface_t, SurfaceFree> surface(
      cairo_pdf_surface_create_for_stream(append, &pdf, kWidth, kHeight));
  {
    const std::unique_ptr<cairo_t, CairoFree> cairo(cairo_create(surface.get()));
    for (const Separator& separator : sheets)
      TRY(draw_sheet(cairo.get(), separator));
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) return not_drawn();
  }
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return not_drawn();
  return pdf;
}

}  // namespace tangthu::scanner
