#include "ocr/authority_words.h"

#include <algorithm>
#include <string_view>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/title_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kMended = 0.85;
// One of its two letters was read.
constexpr double kHalfRead = 0.6;

// "TUQ" with its Q read as an O, or as both: no other authority looks so.
bool is_mandate(const std::string& letters) {
  return letters == "tuo" || letters == "tuoq" || letters == "tuqo";
}

// "K/?", "#/L", "T/1L": the old forms differ in the letter behind the stroke, or in the
// one before it; "T/?" may be two of them.
std::string half_read(const std::string& word) {
  const std::size_t stroke = word.find('/');
  if (stroke == std::string::npos || word.find('/', stroke + 1) != std::string::npos)
    return {};
  const std::u32string before = to_code_points(word.substr(0, stroke));
  const std::u32string after = to_code_points(word.substr(stroke + 1));
  if (before.empty() || before.size() > 2 || after.empty() || after.size() > 2) return {};
  const bool open = !is_letter(before.back());
  const bool lost = std::none_of(after.begin(), after.end(), is_letter);
  const char32_t last = after.back();
  if (before.back() == U'K' && lost) return "K/T";
  if (open && last == U'T') return "K/T";
  if ((open || (before == U"T" && after.size() == 2)) && last == U'L') return "T/L";
  if ((open || (before == U"T" && after.size() == 2)) && last == U'M') return "T/M";
  return {};
}

// "TrM", "TlL": the stroke was read as a letter.
std::string with_stroke(const std::string& word) {
  const std::u32string letters = to_code_points(trimmed(word, ".:;,'"));
  constexpr std::u32string_view kStrokes = U"rflí!|";
  if (letters.size() != 3 || kStrokes.find(letters[1]) == kStrokes.npos) return {};
  const std::string meant = to_utf8(std::u32string{letters[0], U'/', letters[2]});
  return meant == "T/M" || meant == "T/L" || meant == "K/T" ? meant : "";
}

// Without signs in front: "'K/T", "_T/L".
std::string without_specks(const std::string& text) {
  // A figure alone is one too: "5 T/L".
  const bool figure = text.size() > 2 && is_ascii_digit(text[0]) && text[1] == ' ';
  const std::size_t first = text.find_first_not_of(" '_-*`^~|,.:;", figure ? 1 : 0);
  return first == std::string::npos ? text : text.substr(first);
}

// "K/T:TRƯỞNG" is two words.
std::vector<Word> parted_authority(const Word& word) {
  const std::size_t sign = word.text.find_first_of(".:,;");
  if (sign == std::string::npos || sign > 4) return {word};
  const std::size_t rest = word.text.find_first_not_of(".:,;", sign);
  if (rest == std::string::npos || match_key(word.text.substr(rest)).size() < 2)
    return {word};
  return {{word.text.substr(0, sign + 1), word.confidence, word.box},
          {word.text.substr(rest), word.confidence, word.box}};
}

}  // namespace

std::string authority_of(const Run& run) {
  std::string start;
  const std::string text = without_specks(run.text);
  if (const std::string meant = half_read(text.substr(0, text.find(' ')));
      !meant.empty() && run.words.size() > 1)
    return match_key(meant);
  if (const std::string meant = with_stroke(text.substr(0, text.find(' ')));
      !meant.empty() && run.words.size() > 1)
    return match_key(meant);
  for (const char c : fold(text.substr(0, 6))) {
    if (c >= 'a' && c <= 'z') {
      start += c;
    } else if (c != '/' && (!start.empty() || (c != '.' && c != ' '))) {
      break;
    }
  }
  if (is_mandate(start)) return "tuq";
  for (const std::string_view authority : signing_authorities()) {
    if (start == match_key(authority)) return start;
  }
  return {};
}

std::vector<Word> authority_words(const Runs& runs) {
  std::vector<Word> words;
  for (const Word& word : words_of(runs)) {
    const std::vector<Word> parted = parted_authority(word);
    words.insert(words.end(), parted.begin(), parted.end());
  }
  const auto is_speck = [](const std::string& text) {
    return match_key(text).empty() || (text.size() == 1 && is_ascii_digit(text[0]));
  };
  while (words.size() > 2 && is_speck(words.front().text) &&
         words.front().text.find('/') == std::string::npos)
    words.erase(words.begin());
  words = with_chiefs(std::move(words));
  for (Word& word : words) {
    if (&word == &words.front()) word.text = without_specks(word.text);
    std::string meant = half_read(word.text);
    if (meant.empty()) meant = with_stroke(word.text);
    if (!meant.empty() && &word != &words.back()) {
      word.text = meant;
      word.confidence = std::min(word.confidence, kHalfRead);
    }
    std::string core = trimmed(word.text, ".:;,'");
    if (is_mandate(match_key(core))) {
      core = "TUQ";
      word.confidence = std::min(word.confidence, kMended);
      word.text = core + ".";
    }
    const bool letters =
        std::any_of(signing_authorities().begin(), signing_authorities().end(),
                    [&](std::string_view authority) {
                      return match_key(core) == match_key(authority);
                    });
    if (!letters) continue;
    const bool old = core.find('/') != std::string::npos;
    if (!old && word.text == core)  // the decree's forms have a point
      word.confidence = std::min(word.confidence, kMended);
    word.text = old ? core : core + ".";
  }
  return words;
}

}  // namespace tangthu::ocr
