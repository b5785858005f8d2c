#include "indexer/snippet.h"

#include <algorithm>
#include <map>

#include "base/unicode.h"

namespace tangthu::indexer {
namespace {

// Code points, half open.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A text direction control or the like would rearrange the line that shows the snippet.
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

bool is_gap(char32_t c) {
  return is_space(c) || is_control(c) || c == 0x2003 || c == 0x2009;
}

bool is_combining(char32_t c) {
  return c >= 0x300 && fold(to_utf8(std::u32string_view(&c, 1))).empty();
}

// The stretch of at most `width` characters that holds the most different things wanted;
// of equals the one with more words side by side, then the earlier.
Span densest(const std::vector<LitWords>& found, std::size_t width) {
  Span best{found.front().begin, found.front().end};
  std::pair<std::size_t, std::size_t> best_worth{0, 0};
  std::map<std::size_t, std::size_t> inside;
  std::size_t neighbours = 0;
  // Words of a phrase stand side by side as much as words found one by one.
  const auto worth_of = [&](std::size_t i) { return found[i].words - 1; };
  const auto follows = [&](std::size_t i) {
    const auto& before = found[i - 1];
    return found[i].position == before.position + before.words ? 1U : 0U;
  };
  std::size_t first = 0;
  for (std::size_t last = 0; last < found.size(); ++last) {
    ++inside[found[last].wanted];
    neighbours += worth_of(last);
    if (last > first) neighbours += follows(last);
    while (first < last && found[last].end - found[first].begin > width) {
      const auto at = inside.find(found[first].wanted);
      if (--at->second == 0) inside.erase(at);
      neighbours -= worth_of(first);
      ++first;
      neighbours -= follows(first);
    }
    const std::pair worth{inside.size(), neighbours};
    if (worth > best_worth) {
      best_worth = worth;
      best = {found[first].begin, found[last].end};
    }
  }
  return best;
}

// Widens `core` to `width` characters, then draws back to the edges of words.
Span widened(std::u32string_view text, Span core, std::size_t width) {
  const std::size_t size = core.end - core.begin;
  const std::size_t spare = width > size ? width - size : 0;
  Span out;
  out.begin = core.begin - std::min(core.begin, spare / 3);  // more after than before
  out.end = std::min(text.size(), out.begin + std::max(size, width));
  out.begin = std::min(out.begin, out.end > width ? out.end - width : 0);
  out.begin = std::min(out.begin, core.begin);
  if (out.begin > 0) {
    std::size_t at = out.begin;
    while (at < core.begin && !is_gap(text[at - 1])) {
      ++at;
    }
    if (at < core.begin || is_gap(text[at - 1])) out.begin = at;
  }
  if (out.end < text.size()) {
    const std::size_t least = std::max(core.end, out.begin + 1);
    std::size_t at = out.end;
    while (at > least && !is_gap(text[at])) {
      --at;
    }
    if (at > least || is_gap(text[at])) out.end = at;
  }
  while (out.begin > 0 && is_combining(text[out.begin])) {
    --out.begin;
  }
  while (out.end < text.size() && is_combining(text[out.end])) {
    ++out.end;
  }
  return out;
}

// Puts `span` of the text on one line and notes where the matches come to lie.
class Line {
 public:
  Snippet write(std::u32string_view text, Span span, const std::vector<LitWords>& found) {
    while (span.begin < span.end && is_gap(text[span.begin])) {
      ++span.begin;
    }
    while (span.end > span.begin && is_gap(text[span.end - 1])) {
      --span.end;
    }
    const bool is_cut_before =
        !std::all_of(text.begin(), text.begin() + offset(span.begin), is_gap);
    const bool is_cut_after =
        !std::all_of(text.begin() + offset(span.end), text.end(), is_gap);
    if (is_cut_before) out_.text += "…";
    auto next = found.begin();
    for (std::size_t i = span.begin; i < span.end; ++i) {
      end_highlight(i);
      while (next != found.end() && next->begin < i) {
        ++next;
      }
      while (next != found.end() && next->begin == i) {
        begin_highlight((next++)->end, span.end);
      }
      if (!is_gap(text[i])) {
        out_.text += to_utf8(text.substr(i, 1));
      } else if (!out_.text.ends_with(' ')) {
        out_.text += ' ';
      }
    }
    end_highlight(span.end);
    if (is_cut_after) out_.text += "…";
    return std::move(out_);
  }

 private:
  static std::ptrdiff_t offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

  void begin_highlight(std::size_t end, std::size_t most) {
    if (lit_until_ == 0) out_.highlights.push_back({out_.text.size(), out_.text.size()});
    lit_until_ = std::max(lit_until_, std::min(end, most));
  }
  void end_highlight(std::size_t at) {
    if (lit_until_ == 0 || at < lit_until_) return;
    out_.highlights.back().end = out_.text.size();
    lit_until_ = 0;
  }

  Snippet out_;
  std::size_t lit_until_ = 0;  // code point; 0: nothing is lit
};

}  // namespace

Snippet find_snippet(std::string_view text, const std::vector<std::string>& folded_words,
                     std::size_t width) {
  return find_snippet(SearchableText(text), folded_words, width);
}

Snippet find_snippet(const SearchableText& text,
                     const std::vector<std::string>& folded_words, std::size_t width) {
  const std::u32string points = to_code_points(text.text());
  std::vector<LitWords> found = text.find(folded_words);
  // A phrase may run over the end of the page: then its words are lit.
  if (found.empty()) found = text.find(single_words(folded_words));
  width = std::max<std::size_t>(width, 1);
  const Span core = found.empty() ? Span{} : densest(found, width);
  return Line().write(points, widened(points, core, width), found);
}

std::vector<Highlight> in_characters(const Snippet& snippet) {
  // Bytes that begin a character.
  const auto characters = [&](std::size_t begin, std::size_t end) {
    const std::string_view part =
        std::string_view(snippet.text).substr(begin, end - begin);
    return static_cast<std::size_t>(std::count_if(part.begin(), part.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
  };
  std::vector<Highlight> out;
  std::size_t byte = 0;
  std::size_t character = 0;
  for (const Highlight& part : snippet.highlights) {
    const std::size_t begin = character + characters(byte, part.begin);
    character = begin + characters(part.begin, part.end);
    byte = part.end;
    out.push_back({begin, character});
  }
  return out;
}

std::string emphasised(const Snippet& snippet, std::string_view on,
                       std::string_view off) {
  std::string out;
  std::size_t at = 0;
  for (const Highlight& part : snippet.highlights) {
    out.append(snippet.text, at, part.begin - at);
    out += on;
    out.append(snippet.text, part.begin, part.end - part.begin);
    out += off;
    at = part.end;
  }
  return out.append(snippet.text, at);
}

}  // namespace tangthu::indexer
