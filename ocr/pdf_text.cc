#include "ocr/pdf_text.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/unicode.h"
#include "ocr/pdf_content.h"
#include "ocr/pdf_lines.h"

namespace tangthu::ocr {
namespace {

class ContentWriter {
 public:
  ContentWriter(const PdfGeometry& geometry, const GlyphSet& glyphs)
      : geometry_(geometry), glyphs_(glyphs) {}

  void line(const StandingLine& line) {
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const StandingWord& word = line.words[i];
      const bool last = i + 1 == line.words.size();
      show_word(line, word, last ? 0 : line.words[i + 1].left - word.right);
    }
  }

  std::string take() { return text_.empty() ? text_ : "BT\n3 Tr\n" + text_ + "ET\n"; }

 private:
  void show_word(const StandingLine& line, const StandingWord& word, double gap) {
    const std::u32string points = to_code_points(to_nfc(word.word->text));
    const std::string codes = glyph_codes(glyphs_, points);
    if (codes.empty()) return;
    const double size = std::max(0.1, line.size * geometry_.points_per_pixel_y);
    select_size(size);
    text_ += "1 0 0 1 ";
    append_number(text_, word.left * geometry_.points_per_pixel_x);
    append_number(text_,
                  geometry_.height_points - line.baseline * geometry_.points_per_pixel_y);
    text_ += "Tm\n";
    show(codes, (word.right - word.left) * geometry_.points_per_pixel_x, size);
    if (gap > 0) {
      show(glyph_codes(glyphs_, U" "), gap * geometry_.points_per_pixel_x, size);
    }
  }

  void select_size(double size) {
    std::string chosen = kFontResource;
    chosen += ' ';
    append_number(chosen, size);
    chosen += "Tf\n";
    if (chosen == size_chosen_) return;
    text_ += chosen;
    size_chosen_ = std::move(chosen);
  }

  void show(const std::string& codes, double width, double size) {
    const auto count = static_cast<double>(glyph_count(codes));
    append_number(text_, 100 * width / (count * size * kGlyphWidth / 1000.0));
    text_ += "Tz <" + codes + "> Tj\n";
  }

  const PdfGeometry& geometry_;
  const GlyphSet& glyphs_;
  std::string text_;
  std::string size_chosen_;
};

}  // namespace

std::string image_resource(std::size_t layer) {
  return "/Layer" + std::to_string(layer);
}

std::string paint_layers(const PagePicture& picture, const PdfGeometry& geometry) {
  std::string out = "q\n";
  append_number(out, geometry.width_points);
  out += "0 0 ";
  append_number(out, geometry.height_points);
  out += "0 0 cm\n";
  for (std::size_t i = 0; i < picture.layers.size(); ++i) {
    const PictureLayer& layer = picture.layers[i];
    if (layer.coding == LayerCoding::kFax) {
      for (const std::uint8_t part : layer.colour)
        append_number(out, part / 255.0);
      out += "rg\n";
    }
    out += image_resource(i) + " Do\n";
  }
  return out + "Q\n";
}

void add_glyphs(const PageText& text, GlyphSet& glyphs) {
  for (const Line& line : text.lines) {
    for (const Word& word : line.words)
      glyphs.add(to_code_points(to_nfc(word.text)));
  }
}

std::string page_content(const PageText& text, const PdfGeometry& geometry,
                         const GlyphSet& glyphs) {
  ContentWriter writer(geometry, glyphs);
  for (const StandingLine& line : standing_lines(text))
    writer.line(line);
  return writer.take();
}

}  // namespace tangthu::ocr
