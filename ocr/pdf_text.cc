#include "ocr/pdf_text.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

// The vertical extent that words on one line share, in pixels.
struct Band {
  int top = 0;
  int bottom = 0;
  int height() const { return std::max(1, bottom - top); }
};

int median(std::vector<int> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// A word much taller than its line, or off it, is a misread one and keeps to its own box.
bool lies_on_line(const Box& box, int median_height, int median_centre) {
  const int centre = box.y + box.height / 2;
  return 5 * box.height <= 8 * median_height &&
         5 * std::abs(centre - median_centre) <= 3 * median_height;
}

struct LineShape {
  Band band;
  int median_height = 1;
  int median_centre = 0;

  explicit LineShape(const Line& line) {
    std::vector<int> heights;
    std::vector<int> centres;
    for (const Word& word : line.words) {
      heights.push_back(word.box.height);
      centres.push_back(word.box.y + word.box.height / 2);
    }
    median_height = median(std::move(heights));
    median_centre = median(std::move(centres));
    Box shared;
    for (const Word& word : line.words) {
      if (lies_on_line(word.box, median_height, median_centre)) {
        shared = united(shared, word.box);
      }
    }
    band = {shared.y, shared.bottom()};
  }

  Band band_of(const Word& word) const {
    if (lies_on_line(word.box, median_height, median_centre)) return band;
    return {word.box.y, word.box.bottom()};
  }
};

void append(std::string& out, double value) {
  char buffer[40];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 2);
  out.append(buffer, end.ptr);
  out += ' ';
}

class ContentWriter {
 public:
  ContentWriter(const PdfGeometry& geometry, const GlyphSet& glyphs)
      : geometry_(geometry), glyphs_(glyphs) {}

  void line(const Line& line) {
    if (line.words.empty()) return;
    const LineShape shape(line);
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const Word& word = line.words[i];
      const int gap =
          i + 1 < line.words.size() ? line.words[i + 1].box.x - word.box.right() : 0;
      show_word(word, shape.band_of(word), gap);
    }
  }

  std::string take() { return text_.empty() ? text_ : "BT\n3 Tr\n" + text_ + "ET\n"; }

 private:
  // The baseline lies so that ascent and descent of the font fill the band: then what a
  // reader highlights is the word's place on the picture.
  void show_word(const Word& word, const Band& band, int gap) {
    const std::u32string points = to_code_points(to_nfc(word.text));
    std::string codes;
    const int count = append_codes(codes, points);
    if (count == 0) return;
    const double size = std::max(0.1, band.height() * geometry_.points_per_pixel_y);
    select_size(size);
    const double x = word.box.x * geometry_.points_per_pixel_x;
    const double y = geometry_.height_points -
                     band.bottom * geometry_.points_per_pixel_y -
                     size * kFontDescent / 1000.0;
    text_ += "1 0 0 1 ";
    append(text_, x);
    append(text_, y);
    text_ += "Tm\n";
    show(codes, std::max(1, word.box.width) * geometry_.points_per_pixel_x, count, size);
    if (gap > 0) {
      std::string space;
      append_codes(space, U" ");
      show(space, gap * geometry_.points_per_pixel_x, 1, size);
    }
  }

  void select_size(double size) {
    std::string chosen = kFontResource;
    chosen += ' ';
    append(chosen, size);
    chosen += "Tf\n";
    if (chosen == size_chosen_) return;
    text_ += chosen;
    size_chosen_ = std::move(chosen);
  }

  void show(const std::string& codes, double width, int count, double size) {
    append(text_, 100 * width / (count * size * kGlyphWidth / 1000.0));
    text_ += "Tz <" + codes + "> Tj\n";
  }

  int append_codes(std::string& out, std::u32string_view points) const {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    int count = 0;
    for (const char32_t c : points) {
      const auto glyph = glyphs_.glyph(c);
      if (!glyph) continue;
      for (int shift = 12; shift >= 0; shift -= 4)
        out += kDigits[(*glyph >> shift) & 0xF];
      ++count;
    }
    return count;
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
  append(out, geometry.width_points);
  out += "0 0 ";
  append(out, geometry.height_points);
  out += "0 0 cm\n";
  for (std::size_t i = 0; i < picture.layers.size(); ++i) {
    const PictureLayer& layer = picture.layers[i];
    if (layer.coding == LayerCoding::kFax) {
      for (const std::uint8_t part : layer.colour)
        append(out, part / 255.0);
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
  for (const Line& line : text.lines)
    writer.line(line);
  return writer.take();
}

}  // namespace tangthu::ocr
