#include "ocr/pdf_shown.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "ocr/pdf_content.h"

namespace tangthu::ocr {
namespace {

constexpr std::string_view kBegin = "BT\n3 Tr\n";
constexpr std::string_view kEnd = "ET\n";
constexpr std::string_view kPaint = "q\n";

// A station may have written any: larger ones are not ours, and don't fit where they are
// written again.
constexpr double kLargest = 1e9;
constexpr double kLeastSize = 0.01;

std::optional<double> number(std::string_view text) {
  double out = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  if (!(std::abs(out) <= kLargest)) return std::nullopt;  // nor is a NaN
  return out;
}

std::vector<std::string_view> parts_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) out.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return out;
}

// Of so many glyphs without stretching.
double natural_width(const std::string& codes, double size) {
  return static_cast<double>(glyph_count(codes)) * size * kGlyphWidth / 1000.0;
}

// Reads line by line; false where a line is not one of ours.
class Reader {
 public:
  explicit Reader(std::vector<ShownWord>& words) : words_(words) {}

  bool take(std::string_view line) {
    const auto parts = parts_of(line);
    if (parts.size() == 3 && parts[2] == "Tf") return select(parts);
    if (parts.size() == 7 && parts[6] == "Tm") return move(parts);
    if (parts.size() == 4 && parts[1] == "Tz" && parts[3] == "Tj") return show(parts);
    return false;
  }

 private:
  bool select(const std::vector<std::string_view>& parts) {
    const auto size = number(parts[1]);
    if (!size || *size < kLeastSize) return false;
    font_ = parts[0];
    size_ = *size;
    return true;
  }
  bool move(const std::vector<std::string_view>& parts) {
    const auto x = number(parts[4]);
    const auto y = number(parts[5]);
    if (!x || !y || font_.empty()) return false;
    words_.push_back({font_, size_, *x, *y, 0, {}, {}});
    return true;
  }
  bool show(const std::vector<std::string_view>& parts) {
    const auto stretch = number(parts[0]);
    const std::string_view shown = parts[2];
    const bool whole = stretch && shown.size() >= 6 && shown.size() % 4 == 2 &&
                       shown.front() == '<' && shown.back() == '>';
    if (!whole || words_.empty()) return false;
    ShownWord& word = words_.back();
    const std::string codes(shown.substr(1, shown.size() - 2));
    if (word.codes.empty()) {
      word.codes = codes;
      word.width = *stretch / 100 * natural_width(codes, word.size);
      return true;
    }
    const bool first = word.space.empty();
    word.space = codes;
    return first;
  }

  std::vector<ShownWord>& words_;
  std::string font_;
  double size_ = 0;
};

void show(std::string& out, const std::string& codes, double width, double size) {
  append_number(out, 100 * width / natural_width(codes, size));
  out += "Tz <" + codes + "> Tj\n";
}

}  // namespace

bool same_line(const ShownWord& before, const ShownWord& word) {
  return std::abs(before.y - word.y) < 0.02 && word.x > before.x;
}

std::optional<ShownText> read_shown(std::string_view content) {
  ShownText out;
  if (!content.starts_with(kBegin)) {
    // A page without words.
    if (!content.starts_with(kPaint)) return std::nullopt;
    out.rest = content;
    return out;
  }
  content.remove_prefix(kBegin.size());
  Reader reader(out.words);
  while (!content.starts_with(kEnd)) {
    const std::size_t end = content.find('\n');
    if (end == std::string_view::npos || !reader.take(content.substr(0, end))) {
      return std::nullopt;
    }
    content.remove_prefix(end + 1);
  }
  out.rest = content.substr(kEnd.size());
  if (!out.rest.starts_with(kPaint)) return std::nullopt;
  for (const ShownWord& word : out.words) {
    if (word.codes.empty()) return std::nullopt;
  }
  return out;
}

std::string write_shown(const ShownText& text) {
  std::string out;
  std::string chosen;
  for (std::size_t i = 0; i < text.words.size(); ++i) {
    const ShownWord& word = text.words[i];
    std::string choice = word.font + ' ';
    append_number(choice, word.size);
    if (choice != chosen) out += choice + "Tf\n";
    chosen = std::move(choice);
    out += "1 0 0 1 ";
    append_number(out, word.x);
    append_number(out, word.y);
    out += "Tm\n";
    show(out, word.codes, word.width, word.size);
    const bool goes_on = i + 1 < text.words.size() && same_line(word, text.words[i + 1]);
    const double gap = goes_on ? text.words[i + 1].x - word.x - word.width : 0;
    if (gap > 0 && !word.space.empty()) show(out, word.space, gap, word.size);
  }
  if (out.empty()) return text.rest;
  return std::string(kBegin) + out + std::string(kEnd) + text.rest;
}

}  // namespace tangthu::ocr
