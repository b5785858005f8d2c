#include "ocr/fields_subject.h"

#include <algorithm>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxSubjectLines = 8;
constexpr std::size_t kSpeck = 2;  // letters
constexpr double kMisread = 0.7;   // no word is so doubtful beside others

// Without words of signs alone in front: specks, the rim of a stamp.
std::string said(const Run& run) {
  auto word = run.words.begin();
  while (word + 1 < run.words.end() && match_key(word->text).empty() &&
         word->text.find_first_of("-(") == std::string::npos)
    ++word;
  return make_run({word, run.words.end()}).text;
}

// Right under the type a subject may begin with almost any verb.
bool surely_begins_the_body(const Run& run) {
  const std::string text = said(run);
  const std::string first = text.substr(0, text.find(' '));
  if (first.size() <= 3 && first.find_first_of(".)") != std::string::npos) return true;
  if (first.front() == '(') return true;
  for (const char* words :
       {"cancu", "kinhgui", "homnay", "dieu1", "chuongi", "phani", "xetdon"}) {
    if (run.key.rfind(words, 0) == 0) return true;
  }
  return false;
}

bool begins_the_body(const Run& run) {
  const std::string first = run.text.substr(0, run.text.find(' '));
  if (!starts_with_capital(run.text) && first.front() != '(') return true;
  if (first.front() == '(') return true;
  // "1.", "I.", "a)", "- "
  if (first.size() <= 4 && first.find_first_of(".)") != std::string::npos) return true;
  const std::string folded = fold(trimmed(run.text, "- ")) + " ";
  // "Năm 2012, ..."
  if (folded.starts_with("nam ") && is_ascii_digit(folded[4])) return true;
  return std::any_of(body_beginnings().begin(), body_beginnings().end(),
                     [&](std::string_view words) {
                       const std::string begin = fold(words);
                       return folded.rfind(begin, 0) == 0 &&
                              (folded[begin.size()] < 'a' || folded[begin.size()] > 'z');
                     });
}

// The line above ended on purpose: it had room for the first word of this one.
bool had_room(const Run& above, const Run& run) {
  if (run.words.empty()) return false;
  const int space = run.box.height / 2;
  return above.box.width + space + run.words.front().box.width < run.box.width;
}

// A subject's later lines may begin small; only a capital can begin the body.
bool ends_subject(const Run& run, const Runs& taken) {
  const bool capitals = capital_share(run.text) > 0.8;
  if (taken.empty()) return surely_begins_the_body(run);
  const bool were_capitals = capital_share(taken.back()->text) > 0.8;
  if (capitals != were_capitals && run.key.size() > 4) return true;
  if (starts_with_capital(run.text) || run.text.front() == '(') {
    return begins_the_body(run) || had_room(*taken.back(), run);
  }
  return false;
}

// The pitch of lines is 1.1 to 1.6 times their size; more is a new block.
bool follows(const Run& above, const Run& below, double most) {
  const int height = std::max(above.box.height, 1);
  return below.box.y - above.box.bottom() < most * height;
}

// A line that ends in a colon opens what follows ("Ủy ban nhân dân tỉnh … điện:"): it
// belongs to the body, with the lines that it goes on from.
Runs without_address(Runs lines) {
  if (lines.empty()) return lines;
  const bool opens = lines.back()->text.ends_with(':') ||
                     lines.back()->key.ends_with("trantronggioithieu");
  if (!opens) return lines;
  if (lines.size() < 2) return {};
  auto first = lines.end() - 1;
  while (first != lines.begin() + 1 && !starts_with_capital((*first)->text))
    --first;
  if (!starts_with_capital((*first)->text)) return lines;  // a speck behind the subject
  lines.erase(first, lines.end());
  return lines;
}

bool begins_side_subject(const Run& run) {
  const std::string folded = fold(run.text);
  if (folded.rfind("v/", 0) == 0 || folded.rfind("v/v", 0) == 0) return true;
  return run.key.rfind("vv", 0) == 0 || run.key.rfind("vlv", 0) == 0 ||
         run.key.rfind("veviec", 0) == 0;
}

// Lines of one column overlap; what an incoming stamp says beside it does not.
bool below_each_other(const Run& above, const Run& run) {
  const int overlap =
      std::min(above.box.right(), run.box.right()) - std::max(above.box.x, run.box.x);
  return 2 * overlap > std::min(above.box.width, run.box.width);
}

}  // namespace

bool is_centred(const Run& run, int middle, int tolerance) {
  return std::abs(run.centre_x() - middle) <= tolerance;
}

Runs subject_lines(const PageView& page, const Runs& below, const Run& last_run,
                   int middle, Runs taken) {
  const int tolerance = page.across(0.024);
  const Run* last = &last_run;
  for (const Run* run : below) {
    if (run->box.y <= last->box.y + last->box.height / 2) continue;
    if (taken.size() == kMaxSubjectLines) break;
    if (run->key.empty()) continue;  // the short rule
    if (!is_centred(*run, middle, tolerance)) {
      if (run->key.size() <= kSpeck) continue;  // beside the column
      break;
    }
    if (!follows(*last, *run, taken.empty() ? 2.6 : 1.3)) break;
    if (ends_subject(*run, taken)) break;
    taken.push_back(run);
    last = run;
  }
  return without_address(std::move(taken));
}

Runs untitled_subject(const PageView& page, const Runs& below) {
  for (const Run* run : below) {
    if (run->box.y > page.down(kTitleShare)) break;
    if (!is_centred(*run, page.across(0.515), page.across(0.07))) continue;
    if (!run->key.starts_with("veviec") || run->text.ends_with(':')) continue;
    return subject_lines(page, below, *run, run->centre_x(), {run});
  }
  return {};
}

Runs subject_in_body(const Runs& below) {
  Runs taken;
  for (const Run* run : below) {
    if (taken.empty()) {
      if (run->key.starts_with("veviec") && run->text.find_first_of(":;") < 16)
        taken.push_back(run);
    } else {
      if (starts_with_capital(run->text) || !follows(*taken.back(), *run, 1.3)) break;
      taken.push_back(run);
    }
  }
  return taken;
}

// "VÁ tiêu hủy tài liệu": a misread "V/v" right below the number.
bool is_misread_opening(const Run& run, const Run* number) {
  if (number == nullptr || run.words.size() < 2) return false;
  const std::u32string first = to_code_points(run.words.front().text);
  const bool beside = run.box.y - number->box.bottom() < 2 * number->box.height &&
                      run.box.y > number->box.y + number->box.height / 2;
  return beside && first.size() == 2 && (first[0] == U'V' || first[0] == U'v') &&
         run.words.front().confidence < kMisread &&
         !starts_with_capital(run.words[1].text) && !has_digit(run.words[1].text);
}

Runs side_subject_lines(const PageView& page, const Heading& heading) {
  Runs left;
  for (const Run& run : page.runs()) {
    if (run.box.y < page.down(0.5) && run.centre_x() < heading.column)
      left.push_back(&run);
  }
  left = by_height(std::move(left));
  auto first = std::find_if(left.begin(), left.end(),
                            [](const Run* run) { return begins_side_subject(*run); });
  if (first == left.end())
    first = std::find_if(left.begin(), left.end(), [&](const Run* run) {
      return is_misread_opening(*run, heading.number);
    });
  Runs taken;
  for (auto at = first; at != left.end() && taken.size() < kMaxSubjectLines; ++at) {
    const Run& run = **at;
    if (!taken.empty() && !below_each_other(*taken.front(), run)) continue;
    if (!taken.empty() && (!follows(*taken.back(), run, 1.2) ||
                           start_similarity(run.key, "kinhgui") > 0.8)) {
      break;
    }
    if (run.box.right() > heading.column + page.across(0.12)) break;
    taken.push_back(&run);
  }
  return taken;
}

std::vector<Word> without_opening(std::vector<Word> words) {
  const auto is_opening = [](const Word& word) {
    const std::string letters = trimmed(word.text, ".:;,|");
    const bool misread =
        (letters.size() == 3 && fold(letters).starts_with("v/")) ||  // "V/x"
        (to_code_points(letters).size() == 2 && fold(letters).starts_with('v') &&
         word.confidence < kMisread);  // "VÁ"
    return misread || word.text.find_first_not_of("vV/.:;,|\\+") == std::string::npos;
  };
  if (words.size() > 2 && fold(words[0].text) == "ve" &&
      match_key(words[1].text) == "viec" &&
      (words[1].text.ends_with(':') || words[1].text.ends_with(';'))) {
    words.erase(words.begin(), words.begin() + 2);
    return words;
  }
  if (words.empty() || fold(words.front().text) == "ve") return words;
  const auto first = std::find_if_not(words.begin(), words.end(), is_opening);
  if (first != words.begin() && first != words.end()) {
    words.erase(words.begin(), first);
    return words;
  }
  // "V/vviệc", "V/,v:"
  std::string& text = words.front().text;
  const std::size_t end = text.find_first_of("vV", 1);
  if (end != std::string::npos && end <= 5) text.erase(0, end + 1);
  if (match_key(text).empty()) words.erase(words.begin());
  return words;
}

namespace {

constexpr double kMended = 0.88;
constexpr double kDoubtful = 0.6;

// A full stop before a small letter is a comma: "phòng. chống"; a letter that touches a
// per cent sign is the sign's own: "10%c".
void mend_signs(std::vector<Word>& words) {
  // Specks between words: "dữ liệu .. dùng chung".
  std::erase_if(words, [](const Word& word) {
    return word.text.find_first_not_of(".,:;'`_") == std::string::npos;
  });
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& text = words[i].text;
    const bool goes_on = i + 1 < words.size();
    if (text == "II" && i > 0 && match_key(words[i - 1].text) == "so") {  // "bão số II"
      text = "11";
      words[i].confidence = std::min(words[i].confidence, kDoubtful);
    }
    if (text == "§" || text == "Š") {  // no paper of ours has one
      text = "5";
      words[i].confidence = std::min(words[i].confidence, kDoubtful);
    }
    // ".liệu", "*lang"
    if (const std::size_t speck = text.find_first_not_of(".*'`^~_/,\"");
        speck != std::string::npos && speck > 0 &&
        is_letter(to_code_points(text.substr(speck)).front())) {
      text.erase(0, speck);
      words[i].confidence = std::min(words[i].confidence, kMended);
    }
    // "khai-dịch": nothing in an office's Vietnamese is joined so.
    if (const std::size_t dash = text.find('-');
        dash != std::string::npos && dash > 1 && capital_share(text) == 0 &&
        !has_digit(text) && match_key(text.substr(dash)).size() > 1)
      words[i].confidence = std::min(words[i].confidence, kDoubtful);
    const std::size_t percent = text.find('%');
    if (percent != std::string::npos && percent > 0 &&
        is_ascii_digit(text[percent - 1]) &&
        to_code_points(text.substr(percent)).size() == 2 &&
        !match_key(text.substr(percent)).empty()) {
      text.erase(percent + 1);
      words[i].confidence = std::min(words[i].confidence, kMended);
    }
    if (!goes_on || text.size() < 4 || text.back() != '.' || match_key(text).size() < 2)
      continue;
    const std::u32string next = to_code_points(words[i + 1].text);
    if (next.empty() || !is_letter(next.front()) ||
        starts_with_capital(words[i + 1].text) || capital_share(text) > 0.9)
      continue;
    text.back() = ',';
    words[i].confidence = std::min(words[i].confidence, kMended);
  }
}

}  // namespace

Phrase subject_phrase(std::vector<Word> words, const KnownPairs& pairs) {
  mend_signs(words);
  const auto first = std::find_if(words.begin(), words.end(), [](const Word& word) {
    return !match_key(word.text).empty();
  });
  words.erase(words.begin(), first);
  Phrase phrase = phrase_of(words, pairs, Echo::kInText, StraySigns::kKept);
  phrase.text = trimmed(phrase.text, ".:;,-_|'");
  return phrase;
}

}  // namespace tangthu::ocr
