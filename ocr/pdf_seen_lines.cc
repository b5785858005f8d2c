#include "ocr/pdf_seen_lines.h"

#include <algorithm>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

UsedGlyphs glyphs_of(const std::vector<TypesetLine>& lines) {
  UsedGlyphs out;
  for (const TypesetLine& line : lines) {
    for (std::size_t i = 0; i < line.glyphs.size(); ++i)
      out.emplace(line.glyphs[i], UsedGlyph{line.text[i], line.advances[i]});
  }
  return out;
}

}  // namespace

Result<void> break_line(const TextFont& font, const std::string& text, int width,
                        std::vector<TypesetLine>& out) {
  TypesetLine line = TRY(font.typeset(text));
  while (line.width > width) {
    std::size_t fits = 0;
    std::size_t space = 0;
    for (int sum = 0; fits < line.glyphs.size(); ++fits) {
      sum += line.advances[fits];
      if (sum > width) break;
      if (line.text[fits] == U' ') space = fits;
    }
    const std::size_t end = std::max<std::size_t>(1, space > 0 ? space : fits);
    out.push_back(TRY(font.typeset(to_utf8(line.text.substr(0, end)))));
    line = TRY(font.typeset(to_utf8(line.text.substr(end + (space > 0 ? 1 : 0)))));
  }
  if (!line.glyphs.empty()) out.push_back(std::move(line));
  return {};
}

Result<QPDFObjectHandle> font_of_lines(QPDF& pdf, const TextFont& font,
                                       const std::string& name,
                                       const std::vector<TypesetLine>& lines) {
  return seen_font(pdf, font, name, glyphs_of(lines));
}

std::string add_page_font(QPDFObjectHandle page, const QPDFObjectHandle& font) {
  QPDFObjectHandle resources = page.getKey("/Resources");
  resources = resources.isDictionary() ? resources.shallowCopy()
                                       : QPDFObjectHandle::newDictionary();
  QPDFObjectHandle fonts = resources.getKey("/Font");
  fonts = fonts.isDictionary() ? fonts.shallowCopy() : QPDFObjectHandle::newDictionary();
  resources.replaceKey("/Font", fonts);
  int number = 1;
  std::string name = resources.getUniqueResourceName("/Seen", number);
  fonts.replaceKey(name, font);
  page.replaceKey("/Resources", resources);
  return name;
}

}  // namespace tangthu::ocr
