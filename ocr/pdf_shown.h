// The words that a page of an access copy shows, read out of its content as
// ocr/pdf_text.cc writes it, and written again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::ocr {

// Points.
struct ShownWord {
  std::string font;  // its name in the page's resources
  double size = 0;
  double x = 0;
  double y = 0;  // of the baseline
  double width = 0;
  std::string codes;  // of the font's glyphs, four hexadecimal digits each
  std::string space;  // the font's space, where one follows
};

struct ShownText {
  std::vector<ShownWord> words;
  std::string rest;  // of the content: what is painted
};

// Nothing when the content is not of our making.
std::optional<ShownText> read_shown(std::string_view content);
std::string write_shown(const ShownText& text);

// Whether a word goes on on the line of the one before.
bool same_line(const ShownWord& before, const ShownWord& word);

}  // namespace tangthu::ocr
