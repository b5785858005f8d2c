// Number and symbol of a document. The number is often written by hand: what can't be
// read as digits is no number.

#include <algorithm>
#include <optional>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

// Behind "Số:", in its heights: a printed space is 0.35–0.5, and a 1 is thin.
constexpr double kPenGap = 0.54;
constexpr double kBesideOne = 0.14;

struct Sign {
  char32_t c;
  std::size_t word;  // that it came from
};
using Signs = std::vector<Sign>;

bool is_blank(char32_t c) {
  return is_space(c);
}

// Fillers that stand where a number is to be written.
bool is_filler(char32_t c) {
  return c == U'.' || c == U'_' || c == U'…' || c == U':' || c == U',' || c == U';' ||
         c == U'\'' || c == U'`' || c == U'·';
}

bool is_subject_mark(const Word& word) {
  const std::string folded = fold(word.text);
  return folded.rfind("v/v", 0) == 0 || folded == "ve";
}

Signs signs_of(const Run& run) {
  Signs signs;
  for (std::size_t i = 0; i < run.words.size(); ++i) {
    if (i > 0 && is_subject_mark(run.words[i])) break;
    if (signs.empty() && match_key(run.words[i].text).empty()) continue;  // specks
    if (!signs.empty()) signs.push_back({U' ', i});
    for (const char32_t c : to_code_points(plain_signs(run.words[i].text)))
      signs.push_back({c, i});
  }
  return signs;
}

std::string text_of(const Signs& signs) {
  std::u32string out;
  for (const Sign& sign : signs) {
    if (!is_blank(sign.c)) out += sign.c;
  }
  return to_utf8(out);
}

// "sẽ 258 PA/UBND": a word of two letters before figures and a symbol in capitals.
bool numbers_a_symbol(const Signs& signs) {
  if (signs.size() < 4 || !is_blank(signs[2].c) || !is_digit(signs[3].c)) return false;
  const auto slash = std::find_if(signs.begin(), signs.end(),
                                  [](const Sign& sign) { return sign.c == U'/'; });
  return slash != signs.end() && capital_share(text_of({slash, signs.end()})) > 0.8;
}

// How many signs "Số" takes, with what recognition makes of it; 0: it isn't there.
std::size_t anchor_length(const Signs& signs) {
  if (signs.size() < 2) return 0;
  const char first = folded_letter(signs[0].c);
  const char second = folded_letter(signs[1].c);
  const bool fits = (first == 's' || first == '5' || signs[0].c == U'§') &&
                    (second == 'o' || second == '0' || second == '6');
  if (fits) return 2;
  return first == 's' && second == 'e' && numbers_a_symbol(signs) ? 2 : 0;
}

Signs after_anchor(const Run& run) {
  Signs signs = signs_of(run);
  auto at = signs.begin() + static_cast<std::ptrdiff_t>(anchor_length(signs));
  while (at != signs.end() && (is_blank(at->c) || is_filler(at->c)))
    ++at;
  return {at, signs.end()};
}

struct Halves {
  Signs number;
  Signs symbol;
  bool doubtful = false;  // something stands in the number's place that is no number
  std::string read = {};  // where a figure was read as another sign
};

// Signs that print is read as where a figure stands, among others that were read.
Signs in_figures(Signs signs) {
  const bool figures = std::any_of(signs.begin(), signs.end(),
                                   [](const Sign& sign) { return is_digit(sign.c); });
  // "§8" is one figure that the reader was not sure of.
  for (std::size_t i = signs.size(); i-- > 0;) {
    const bool beside = (i + 1 < signs.size() && signs[i + 1].c == U'8') ||
                        (i > 0 && signs[i - 1].c == U'8');
    if (signs[i].c == U'§' && beside)
      signs.erase(signs.begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (Sign& sign : signs) {
    if (!figures) break;
    if (sign.c == U'I' || sign.c == U'l' || sign.c == U'|') sign.c = U'1';
    if (sign.c == U'O' || sign.c == U'Ø') sign.c = U'0';
    if (sign.c == U'§') sign.c = U'8';
    if (sign.c == U'Š') sign.c = U'5';
    if (sign.c == U'ó') sign.c = U'6';
  }
  return signs;
}

// As the decree's abbreviation looks: "OyĐ" is QyĐ.
bool looks_alike(char32_t read, char32_t meant) {
  const auto shape = [](char32_t c) { return c == U'Q' ? U'O' : c == U'Đ' ? U'D' : c; };
  return shape(read) == shape(meant);
}

// Where a pen's strokes ran into the slash, the symbol still begins with a type:
// "#257TB-BTC", "44Ÿ QyĐ/SGTVT".
Signs symbol_by_type(const Signs& signs) {
  for (std::size_t i = 1; i < signs.size(); ++i) {
    if (is_letter(signs[i - 1].c) && signs[i - 1].c != U'I' && signs[i - 1].c != U'l')
      continue;
    for (const DocumentType& type : document_types()) {
      const std::u32string name =
          type.name == kOfficialLetter ? U"CV" : to_code_points(type.abbreviation);
      if (name.size() < 2 || i + name.size() + 2 >= signs.size()) continue;
      bool same = true;
      for (std::size_t k = 0; same && k < name.size(); ++k)
        same = looks_alike(signs[i + k].c, name[k]);
      const char32_t joint = signs[i + name.size()].c;
      if (same && (joint == U'-' || joint == U'/') &&
          is_letter(signs[i + name.size() + 1].c))
        return {signs.begin() + static_cast<std::ptrdiff_t>(i), signs.end()};
    }
  }
  return {};
}

bool is_type(const std::string& text) {
  const std::string key = match_key(text);
  return key == "cv" || std::any_of(document_types().begin(), document_types().end(),
                                    [&](const DocumentType& type) {
                                      return !type.abbreviation.empty() &&
                                             match_key(type.abbreviation) == key;
                                    });
}

Signs without_blanks_around(Signs signs) {
  while (!signs.empty() && is_blank(signs.back().c))
    signs.pop_back();
  while (!signs.empty() && is_blank(signs.front().c))
    signs.erase(signs.begin());
  return signs;
}

// "2015" in 12/2015/NĐ-CP
bool is_year(const std::string& part) {
  return part.size() == 4 && (part.starts_with("19") || part.starts_with("20")) &&
         part.find_first_not_of("0123456789") == std::string::npos;
}

// Between two slashes stands a year or capitals; anything else is the pen's, read as a
// slash and more.
bool is_symbol_part(const std::string& part) {
  const std::u32string points = to_code_points(part);
  const auto letters = std::count_if(points.begin(), points.end(), is_letter);
  return is_year(part) || (letters >= 2 && capital_share(part) >= 0.4);
}

// Without what stands before the first part that can belong to a symbol. True when
// something was dropped.
bool drop_pen_strokes(Signs& tail) {
  bool dropped = false;
  for (;;) {
    const auto slash = std::find_if(tail.begin(), tail.end(),
                                    [](const Sign& sign) { return sign.c == U'/'; });
    if (slash == tail.end() || is_symbol_part(text_of({tail.begin(), slash}))) break;
    tail.erase(tail.begin(), slash + 1);
    dropped = true;
  }
  return dropped;
}

// "123 QĐ/UB", "05-NQ/TW": digits with no slash behind them.
std::optional<Halves> loose_halves(const Signs& signs) {
  auto end = signs.begin();
  while (end != signs.end() && is_digit(end->c))
    ++end;
  if (end == signs.begin() || end == signs.end()) return std::nullopt;
  if (!is_blank(end->c) && end->c != U'-') return std::nullopt;
  if (static_cast<std::size_t>(end - signs.begin()) > kMaxNumberDigits)
    return std::nullopt;
  const auto next = std::find_if(end + 1, signs.end(), [](const Sign& sign) {
    return !is_blank(sign.c) && sign.c != U'\'';
  });  // "3750 'HD-UBND"
  if (next == signs.end() || !is_letter(next->c)) return std::nullopt;
  return Halves{Signs(signs.begin(), end), Signs(next, signs.end())};
}

// "7321998/GM-SNN": a number by hand ran into the year, which print has.
std::optional<Halves> run_into_year(const Signs& head, const Signs& tail) {
  constexpr std::size_t kYear = 4;
  constexpr std::size_t kFewest = 6;
  if (head.size() < kFewest || tail.empty() ||
      !std::all_of(head.begin(), head.end(), [](const Sign& s) { return is_digit(s.c); }))
    return std::nullopt;
  Signs symbol(head.end() - kYear, head.end());
  if (!is_year(text_of(symbol))) return std::nullopt;
  symbol.push_back({U'/', tail.front().word});
  symbol.insert(symbol.end(), tail.begin(), tail.end());
  return Halves{{}, symbol, true};
}

Halves halves_of(const Signs& signs) {
  const auto is_slash = [](const Sign& sign) { return sign.c == U'/'; };
  const auto slash = std::find_if(signs.begin(), signs.end(), is_slash);
  Signs head(signs.begin(), slash);
  std::erase_if(head, [](const Sign& sign) { return is_filler(sign.c); });
  head = without_blanks_around(std::move(head));
  const std::string head_text = text_of(head);
  Signs tail = slash == signs.end() ? Signs{} : Signs(slash + 1, signs.end());
  const bool pen = drop_pen_strokes(tail);
  if (head_text.empty()) return {{}, tail, pen};
  if (auto year = run_into_year(head, tail); year && !pen) return *year;
  if (is_document_number(head_text) && is_digit(to_code_points(head_text).back()))
    return pen ? Halves{{}, tail, true} : Halves{head, tail};
  if (const Signs figures = in_figures(head);
      !pen && !tail.empty() && head.back().word == tail.front().word &&
      is_document_number(text_of(figures)) && is_digit(figures.back().c))
    return {figures, tail, false, head_text};
  if (is_document_number(head_text))
    return pen ? Halves{{}, tail, true} : Halves{head, tail};
  if (auto loose = loose_halves(signs)) return *loose;
  if (is_type(head_text)) return {{}, signs};
  return {{}, tail, true};
}

bool joins(char32_t c) {
  return c == U'-' || c == U'/';
}

// Words belong to one symbol as long as a sign joins them.
Signs symbol_signs(const Signs& tail) {
  Signs out;
  for (std::size_t i = 0; i < tail.size(); ++i) {
    const char32_t c = tail[i].c;
    if (is_blank(c)) {
      const bool joined = out.empty() || joins(out.back().c) ||
                          (i + 1 < tail.size() && joins(tail[i + 1].c));
      if (!joined) break;
    } else if (!is_symbol_sign(c)) {
      break;
    } else {
      out.push_back(tail[i]);
    }
  }
  while (!out.empty() && !is_letter(out.back().c) && !is_digit(out.back().c) &&
         out.back().c != U')') {
    out.pop_back();
  }
  return out;
}

struct Seen {
  double confidence = 1;
  Box box;
};

Seen seen(const Run& run, const Signs& signs) {
  Seen out;
  for (const Sign& sign : signs) {
    const Word& word = run.words[sign.word];
    out.confidence = std::min(out.confidence, word.confidence);
    out.box = united(out.box, word.box);
  }
  return out;
}

// Print sets "582/QĐ" as one word and gives a lone digit a zero; room around the digits
// was left for a pen, and recognition is surer of handwriting than it should be.
double printed_share(const Run& run, const Halves& halves) {
  const std::size_t first = halves.number.front().word;
  const std::size_t last = halves.number.back().word;
  double share = 1;
  if (run.words[last].text.find_first_of("/-") == std::string::npos &&
      !halves.symbol.empty() && run.text.find(" /") != std::string::npos) {
    share *= 0.5;
  }
  if (first > 0) {
    const Box& before = run.words[first - 1].box;
    const double gap = run.words[first].box.x - before.right();
    const double thin = halves.number.front().c == U'1' ? kBesideOne : 0;
    if (gap > (kPenGap + thin) * before.height) share *= 0.75;
    if (gap > before.height) share *= 0.8;
  }
  if (halves.number.size() == 1) share *= 0.7;
  return share;
}

}  // namespace

bool looks_like_number(const Run& run) {
  const Signs signs = signs_of(run);
  const std::size_t anchor = anchor_length(signs);
  if (anchor == 0) return false;
  const std::string rest = trimmed(text_of({signs.begin() + 2, signs.end()}));
  if (rest.empty()) return true;
  const char next = rest.front();
  if (is_ascii_digit(next)) return true;
  if (next == ':' || next == '/' || next == '.' || next == ';') {
    return next == ':' || rest.find('/') != std::string::npos;
  }
  const bool capitals = capital_share(rest) > 0.8;
  return capitals && signs.size() > 2 && is_blank(signs[2].c) &&
         rest.substr(0, 8).find('/') != std::string::npos;
}

NumberReading parse_number(const Run& run) {
  const Signs signs = after_anchor(run);
  Halves halves = halves_of(signs);
  const bool has_symbol =
      capital_share(text_of(symbol_signs(halves.symbol))) > 0 || halves.symbol.empty();
  if (const Signs typed = symbol_by_type(signs);
      (halves.number.empty() || !has_symbol) &&
      typed.size() > symbol_signs(halves.symbol).size()) {
    halves.symbol = typed;
    if (!has_symbol) halves.number.clear();  // the pen's own stroke parted it
  }
  NumberReading out;
  const std::string number = text_of(halves.number);
  if (is_document_number(number)) {
    out.number = number;
    const Seen where = seen(run, halves.number);
    const double share = printed_share(run, halves);
    out.number_read = halves.read;
    out.printed = share == 1 && halves.read.empty();
    out.number_confidence = where.confidence * share * (halves.read.empty() ? 1 : 0.5);
    out.number_box = where.box;
  } else {
    out.number_box = run.box;
  }
  const Signs symbol = symbol_signs(halves.symbol);
  out.symbol = text_of(symbol);
  if (capital_share(out.symbol) < 0.4) out.symbol.clear();
  if (!out.symbol.empty()) {
    const Seen where = seen(run, symbol);
    const bool whole = out.symbol.find_first_of("-/") != std::string::npos;
    out.symbol_confidence = where.confidence * (whole ? 1.0 : 0.6);
    out.symbol_box = where.box;
  }
  return out;
}

}  // namespace tangthu::ocr
