// Place and date. The day is often written by hand; a date without a readable day is no
// date, however well the rest was read.

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/clock.h"
#include "base/number.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxPlaceWords = 7;

// Letters or digits that stand together, folded.
struct Token {
  std::string text;
  std::size_t word;
};

std::vector<Token> tokens_of(const Run& run) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < run.words.size(); ++i) {
    int kind = 0;  // 1 letters, 2 digits
    std::string plain = plain_signs(run.words[i].text);
    // "1ó": folded it would look like a zero.
    if (const std::size_t six = plain.find("ó"); has_digit(plain) && six != plain.npos)
      plain.replace(six, std::string_view("ó").size(), "b");
    for (const char c : fold(plain)) {
      const int now = c >= 'a' && c <= 'z' ? 1 : is_ascii_digit(c) ? 2 : 0;
      if (now != 0 && now == kind) {
        tokens.back().text += c;
      } else if (now != 0) {
        tokens.push_back({std::string(1, c), i});
      }
      kind = now;
    }
  }
  return tokens;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::size_t find_anchor(const std::vector<Token>& tokens, std::size_t from,
                        std::string_view anchor) {
  for (std::size_t i = from; i < tokens.size(); ++i) {
    if (tokens[i].text == anchor) return i;
  }
  for (std::size_t i = from; i < tokens.size(); ++i) {
    const std::string& text = tokens[i].text;
    if (text.size() + 1 >= anchor.size() && text.size() >= 2 &&
        text.size() <= anchor.size() + 1 && edit_distance(text, anchor) <= 1) {
      return i;
    }
  }
  return kNone;
}

// A number out of the tokens of [from, to); letters that look like digits are taken for
// them at half the confidence. "5Š" is one figure read twice.
struct Figure {
  int value = -1;
  double confidence = 0;
};

char look_alike(char c) {
  switch (c) {
    case 'o':
      return '0';
    case 'l':
    case 'i':
    case 't':
      return '1';
    case 's':
      return '5';
    case 'z':
      return '2';
    case 'b':
      return '6';
    default:
      return '\0';
  }
}

Figure figure(const Run& run, const std::vector<Token>& tokens, std::size_t from,
              std::size_t to) {
  std::string digits;
  double confidence = 1;
  bool guessed = false;
  for (std::size_t i = from; i < to; ++i) {
    confidence = std::min(confidence, run.words[tokens[i].word].confidence);
    for (const char c : tokens[i].text) {
      const bool is_digit = is_ascii_digit(c);
      const char digit = is_digit ? c : look_alike(c);
      if (digit == '\0') return {};
      if (!is_digit && digits == std::string(1, digit) && digit != '1') {
        guessed = true;
        continue;
      }
      guessed = guessed || !is_digit;
      digits += digit;
    }
  }
  if (guessed) confidence *= 0.5;
  if (digits.empty() || digits.size() > 4) return {};
  return {std::stoi(digits), confidence};
}

struct Frame {
  std::size_t day = kNone;  // where "ngày", "tháng", "năm" stand
  std::size_t month = kNone;
  std::size_t year = kNone;
};

bool has_figures(const Token& token) {
  return is_ascii_digit(token.text[0]);
}

// "nsà 26 tháng": whatever stands between the place and the figures of the day.
std::size_t day_before(const std::vector<Token>& tokens, std::size_t month) {
  for (std::size_t i = month; i-- > 1;) {
    if (!has_figures(tokens[i])) break;
    const std::string& text = tokens[i - 1].text;
    if (text.front() == 'n' && text.size() >= 3 && text.size() <= 5) return i - 1;
  }
  return kNone;
}

std::optional<Frame> frame_of(const std::vector<Token>& tokens) {
  Frame frame;
  frame.day = find_anchor(tokens, 0, "ngay");
  if (frame.day == kNone) {
    const std::size_t month = find_anchor(tokens, 0, "thang");
    if (month != kNone) frame.day = day_before(tokens, month);
  }
  if (frame.day == kNone) return std::nullopt;
  frame.month = find_anchor(tokens, frame.day + 1, "thang");
  if (frame.month == kNone) return std::nullopt;
  frame.year = find_anchor(tokens, frame.month + 1, "nam");
  if (frame.year == kNone) return std::nullopt;
  return frame;
}

// By hand a day is as sure as a person makes it.
constexpr double kWritten = 0.6;
// Print has figures of one height on a line, and one width of gaps; a pen was left room.
constexpr double kLowest = 0.85;
constexpr double kTallest = 1.12;
constexpr double kWidestGap = 1.6;

int gap_behind(const Run& run, std::size_t word) {
  return word + 1 < run.words.size()
             ? run.words[word + 1].box.x - run.words[word].box.right()
             : 0;
}

// Whether the day stands as the month and the year do, which are printed.
bool is_printed_day(const Run& run, const std::vector<Token>& tokens,
                    const Frame& frame) {
  if (frame.day + 1 >= frame.month || frame.year + 1 >= tokens.size()) return false;
  const std::size_t day = tokens[frame.month - 1].word;
  const std::size_t month = tokens[frame.month].word;
  if (day == month) return false;
  const Box& year = run.words[tokens[frame.year + 1].word].box;
  const Box& figures = run.words[tokens[frame.year - 1].word].box;
  const double height = run.words[day].box.height;
  // Dirt makes one of them taller; not both.
  const auto fits = [&](const Box& other) {
    return height >= kLowest * other.height && height <= kTallest * other.height;
  };
  if (!fits(year) && !(frame.year > frame.month + 1 && fits(figures))) return false;
  const int usual = std::max({gap_behind(run, month), year.height / 4, 1});
  return gap_behind(run, day) <= kWidestGap * usual;
}

void read_figures(const Run& run, const std::vector<Token>& tokens, const Frame& frame,
                  DateReading& out) {
  const Figure day = figure(run, tokens, frame.day + 1, frame.month);
  const Figure month = figure(run, tokens, frame.month + 1, frame.year);
  std::size_t year_end = std::min(frame.year + 2, tokens.size());
  // "I999"
  if (year_end < tokens.size() && tokens[year_end].word == tokens[year_end - 1].word &&
      !has_figures(tokens[year_end - 1]))
    ++year_end;
  const Figure year = figure(run, tokens, frame.year + 1, year_end);
  for (std::size_t i = tokens[frame.day].word; i < run.words.size(); ++i)
    out.date_box = united(out.date_box, run.words[i].box);
  if (year.value < kFirstYear || year.value > kLastYear ||
      !is_day(year.value, month.value, day.value)) {
    return;
  }
  out.iso = iso_date(year.value, month.value, day.value);
  const auto misread = [&](std::size_t at, std::string_view anchor) {
    return tokens[at].text == anchor ? 1.0 : 0.9;
  };
  out.date_confidence = std::min({day.confidence, month.confidence, year.confidence}) *
                        misread(frame.day, "ngay") * misread(frame.month, "thang") *
                        misread(frame.year, "nam");
  if (!is_printed_day(run, tokens, frame)) out.date_confidence *= kWritten;
}

void read_place(const Run& run, std::size_t end, DateReading& out) {
  std::string text;
  double least = 1;
  for (std::size_t i = 0; i < end; ++i) {
    const Word& word = run.words[i];
    if (match_key(word.text).empty() && word.text != "-") continue;
    text += (text.empty() ? "" : " ") + word.text;
    least = std::min(least, word.confidence);
    out.place_box = united(out.place_box, word.box);
  }
  out.place = trimmed(plain_signs(text), ",.;:'-");
  if (!out.place.empty()) out.place_confidence = least;
}

}  // namespace

std::optional<DateReading> parse_place_date(const Run& run) {
  const std::vector<Token> tokens = tokens_of(run);
  const std::optional<Frame> frame = frame_of(tokens);
  if (!frame) return std::nullopt;
  // A sentence that speaks of a date is longer, before or behind it.
  const std::size_t place_words = tokens[frame->day].word;
  if (place_words > kMaxPlaceWords || tokens.size() > frame->year + 3) {
    return std::nullopt;
  }
  // "bà Nẵng, ngày": a capital may be misread, before a comma a place stands all the
  // same.
  const bool named = place_words > 0 && starts_with_capital(run.text);
  const bool parted = place_words > 0 && place_words <= 3 &&
                      run.words[place_words - 1].text.ends_with(',');
  if (place_words > 0 && !named && !parted) return std::nullopt;
  DateReading out;
  read_figures(run, tokens, *frame, out);
  read_place(run, place_words, out);
  if (!named) out.place_confidence = std::min(out.place_confidence, kWritten);
  return out;
}

}  // namespace tangthu::ocr
