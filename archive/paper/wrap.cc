#include "archive/paper/wrap.h"

#include "base/unicode.h"

namespace tangthu::archive {
namespace {

bool breaks_behind(char32_t c) {
  return std::u32string_view(U"/-_.,;").find(c) != std::u32string_view::npos;
}

// How much of a word, at least one character, fits.
std::size_t fitting(std::u32string_view word, double width, const MeasureText& measure) {
  std::size_t fits = 0;
  std::size_t nice = 0;
  double sum = 0;
  while (fits < word.size()) {
    sum += measure(word.substr(fits, 1));
    if (sum > width && fits > 0) break;
    if (breaks_behind(word[fits])) nice = fits + 1;
    ++fits;
  }
  if (fits == word.size()) return fits;
  return nice > 0 ? nice : fits;
}

class Wrapper {
 public:
  Wrapper(double width, const MeasureText& measure)
      : width_(width), measure_(measure), space_(measure(U" ")) {}

  void add_word(std::u32string_view word) {
    double size = measure_(word);
    if (!line_.empty()) {
      if (used_ + space_ + size <= width_) {
        line_ += U' ';
        line_ += word;
        used_ += space_ + size;
        return;
      }
      end_line();
    }
    while (size > width_ && word.size() > 1) {
      const std::size_t fits = fitting(word, width_, measure_);
      if (fits == word.size()) break;
      lines_.emplace_back(word.substr(0, fits));
      word.remove_prefix(fits);
      size = measure_(word);
    }
    line_ = word;
    used_ = size;
  }

  void end_line() {
    lines_.push_back(std::move(line_));
    line_.clear();
    used_ = 0;
  }

  std::vector<std::u32string> take() { return std::move(lines_); }

 private:
  double width_;
  const MeasureText& measure_;
  double space_;
  std::vector<std::u32string> lines_;
  std::u32string line_;
  double used_ = 0;
};

}  // namespace

std::u32string printable(std::string_view utf8) {
  std::u32string out = to_code_points(to_nfc(utf8));
  for (char32_t& c : out) {
    if (c != U'\n' && (is_control(c) || is_space(c))) c = U' ';
  }
  return out;
}

std::vector<std::u32string> wrap(std::u32string_view text, double width,
                                 const MeasureText& measure) {
  Wrapper wrapper(width, measure);
  while (true) {
    const std::size_t end = std::min(text.find(U'\n'), text.size());
    std::u32string_view part = text.substr(0, end);
    while (!part.empty()) {
      const std::size_t word = std::min(part.find(U' '), part.size());
      if (word > 0) wrapper.add_word(part.substr(0, word));
      part.remove_prefix(std::min(word + 1, part.size()));
    }
    wrapper.end_line();
    if (end == text.size()) return wrapper.take();
    text.remove_prefix(end + 1);
  }
}

}  // namespace tangthu::archive
