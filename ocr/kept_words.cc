#include "ocr/kept_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/fields_match.h"
#include "ocr/unit_codes.h"

namespace tangthu::ocr {
namespace {

using Words = std::vector<Word>;

// A unit or a number of copies as it must be, however surely it was read otherwise.
constexpr double kMended = 0.85;
constexpr double kGuessed = 0.5;
constexpr double kLikely = 0.72;
// Of the doubt in a word that is one of few, or of the shape that it must have.
constexpr double kDoubtLeft = 0.45;
// The shape itself vouches for "VT" and the like.
constexpr double kOfKnownShape = 0.93;
// A number of copies read less surely than this has lost its "b"; much less: surely so.
constexpr double kSurelyRead = 0.8;
constexpr double kHardlyRead = 0.3;
constexpr double kWider = 0.88;
constexpr double kWiderEnded = 1.05;

double surer(double confidence) {
  return 1 - (1 - confidence) * kDoubtLeft;
}

// "(1 Ib)" was parted by its width.
void join_brackets(Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!words[i].text.starts_with("(") || words[i].text.find(')') != std::string::npos)
      continue;
    Word& first = words[i];
    const Word& second = words[i + 1];
    first.text += second.text;
    first.confidence = std::min(first.confidence, second.confidence);
    first.box = united(first.box, second.box);
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// "(05Đ)", "(04h)": the letter behind the figures is a "b".
bool drop_letter(std::string& core) {
  std::u32string points = to_code_points(core);
  if (points.size() < 2 || !is_letter(points.back())) return false;
  points.pop_back();
  core = to_utf8(points);
  return true;
}

// "Š5", "§5": a figure that the reader is not sure of it writes twice.
bool drop_doubled_five(std::string& core) {
  for (const std::string_view letter : {"Š", "§", "S"}) {
    if (!core.starts_with(letter) || core.size() == letter.size() ||
        core[letter.size()] != '5')
      continue;
    core.erase(0, letter.size());
    return true;
  }
  return false;
}

// Copies are counted "05", "05b" or "30b"; three figures are two and a "b".
void mend_copies(Word& word) {
  std::u32string points = to_code_points(word.text);
  while (points.size() > 1 && points.back() >= 0x80 && !is_letter(points.back()))
    points.pop_back();                                       // "(16b›"
  std::string read = trimmed(to_utf8(points), "().,;:'`!");  // "(I9b!"
  const bool five = read == "S" || read == "Sb";
  if (five) read[0] = '5';
  std::string core = in_figures(read);
  const bool doubled = drop_doubled_five(core);
  const bool counted = drop_letter(core);
  // "(041b)": the letter's stem as a figure of its own.
  const bool stem = counted && core.size() == 3 && core.ends_with('1');
  if (stem) core.pop_back();
  const bool figures =
      !core.empty() && std::all_of(core.begin(), core.end(), is_ascii_digit);
  if (!figures) return;
  double confidence = word.confidence;
  std::string meant = core + (counted ? "b" : "");
  if (!counted && core.size() == 3) {
    meant = core.substr(0, 2) + "b";
    confidence = core[0] == '0' ? kMended : kLikely;
  } else if (!counted && core.size() <= 2 && confidence < kSurelyRead) {
    meant = core + "b";
    confidence = confidence < kHardlyRead ? kLikely : kGuessed;
  } else if (core == "0" || core.size() > 2) {
    confidence = std::min(
        confidence, kGuessed);  // "0b", "111b": a figure is lost, or is one too many
  } else {
    confidence = surer(confidence);
  }
  if (doubled || five || stem) confidence = std::min(confidence, kGuessed);
  word.text = "(" + meant + ")";
  word.confidence = confidence;
}

// Units of the police bear two figures: PV01, PC07. A thanh tra is TTr.
void mend_unit(Word& word) {
  std::string tail;
  std::string core = word.text;
  while (!core.empty() &&
         (core.back() == ',' || core.back() == '.' || core.back() == ';')) {
    tail.insert(tail.begin(), core.back());
    core.pop_back();
  }
  // "GC§", "XDC@Q": signs that no code has.
  for (const auto& [sign, meant] :
       {std::pair<std::string_view, std::string_view>{"§", "S"}, {"@", ""}}) {
    const std::size_t at = core.find(sign);
    if (at == std::string::npos || at < 2) continue;
    core.replace(at, sign.size(), meant);
    word.confidence = std::min(word.confidence, kGuessed);
  }
  // "P.A03"
  if (core.size() == 5 && core[1] == '.' &&
      is_police_unit(core.substr(0, 1) + core.substr(2)))
    core.erase(1, 1);
  if (core == "GDTTH") {  // the small r in capitals
    core = "GDTrH";
    word.confidence = std::min(word.confidence, kLikely);
  } else if (const std::string unit = police_unit(core); unit != core) {
    core = unit;
    word.confidence = kMended;
  } else if (const std::string usual = usual_unit(core); usual != core) {
    core = usual;
    word.confidence = kMended;
  } else if ((core.starts_with("QU") || core.starts_with("QƯ")) && core.size() > 3 &&
             core != "QUTW") {
    core = "QL" + core.substr(core[1] == 'U' ? 2 : 3);  // quản lý
    word.confidence = std::min(word.confidence, kMended);
  }
  if (core == "TTt") {
    word.confidence = std::min(word.confidence, kGuessed);
    word.text = "TTr" + tail;
    return;
  }
  if (core == "TT") word.confidence = std::min(word.confidence, kMended);
  if (core == "VT") word.confidence = std::max(word.confidence, kOfKnownShape);
  if (is_usual_unit(core) || is_police_unit(core))
    word.confidence = surer(word.confidence);
  word.text = core + tail;
}

// The records office (văn thư) keeps the first copy: "V1,", "VTL" are VT.
void mend_archive(Word& word) {
  const std::string core = trimmed(word.text, ".,;");
  if (core == "VT" || to_code_points(core).size() > 3 || core.starts_with("(")) return;
  if (edit_distance(match_key(core), "vt") > 1 || core == "VP") return;
  word.text = "VT" + word.text.substr(word.text.find(core) + core.size());
  word.confidence = kLikely;
}

// "XI", "TL": two capitals that are no unit's code are VT too; a person says.
bool guess_archive(Word& word) {
  const std::string core = trimmed(word.text, ".,;");
  if (core.size() != 2 || capital_share(core) < 1 || core == "VT" || core == "VP" ||
      is_usual_unit(core))
    return false;
  word.text.replace(word.text.find(core), core.size(), "VT");
  return true;
}

// A thanh tra is "TTr"; its small letter is easily lost, but not its room. "VT," is the
// measure: "TT." is narrower, "TTr." wider.
void widen_inspectorate(const Word& archive, Word& word) {
  const bool ended = word.text == "TT." || word.text == "TT,";
  if ((word.text != "TT" && !ended) || !archive.text.starts_with("VT")) return;
  const double share =
      static_cast<double>(word.box.width) / std::max(1, archive.box.width);
  if (share < (ended ? kWiderEnded : kWider) || word.box.x == archive.box.x) return;
  word.text.insert(2, "r");
  word.confidence = std::min(word.confidence, kMended);
}

// "VT,GDTX" → "VT," "GDTX"; "VT.GDTX" as well.
Words parted_at_commas(const Words& words) {
  constexpr std::string_view kSigns = ",.";
  Words out;
  for (const Word& word : words) {
    std::string_view rest = word.text;
    // "QLVT-(26b)"
    if (const std::size_t copies = rest.find("-("); copies > 1 && copies < rest.size()) {
      out.push_back({std::string(rest.substr(0, copies)), word.confidence, word.box});
      rest.remove_prefix(copies + 1);
    }
    for (std::size_t comma = rest.find_first_of(kSigns);
         comma != std::string_view::npos && comma > 1 && comma + 2 < rest.size() &&
         kSigns.find(rest[comma + 1]) == std::string_view::npos;
         comma = rest.find_first_of(kSigns)) {
      out.push_back(
          {std::string(rest.substr(0, comma)) + ",", word.confidence, word.box});
      rest.remove_prefix(comma + 1);
    }
    out.push_back({std::string(rest), word.confidence, word.box});
  }
  return out;
}

}  // namespace

std::vector<Word> kept_item(std::vector<Word> words) {
  words = parted_at_commas(words);
  std::erase_if(words, [](const Word& word) { return match_key(word.text).empty(); });
  for (Word& word : words) {
    if (word.text.starts_with('{')) word.text.front() = '(';  // "{07)"
  }
  join_brackets(words);
  if (words.size() > 1) mend_archive(words[1]);
  const bool guessed = words.size() > 1 && guess_archive(words[1]);
  const std::string first = words.empty() ? "" : match_key(words.front().text);
  if (first == "luu" || first == "iuu" || first == "uu" ||
      (first.size() == 3 && first.ends_with("uu"))) {
    // A list's end makes its colon a semicolon.
    const bool capitals = capital_share(words.front().text) > 0.9;
    words.front().text = capitals ? "LƯU:" : "Lưu:";
    words.front().confidence = std::max(words.front().confidence, kOfKnownShape);
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    Word& word = words[i];
    if (i > 1) widen_inspectorate(words[1], word);
    // "VT." before another unit is a comma.
    const bool more = i + 1 < words.size() && !words[i + 1].text.starts_with("(");
    if (more && word.text.size() > 1 &&
        std::string_view(".,").find(word.text.back()) != std::string_view::npos)
      word.text = trimmed(word.text, ".,") + ",";
    if (more && i == 1 && word.text == "VT") {
      word.text += ',';  // units are a list
      word.confidence = std::min(word.confidence, kMended);
    }
    if (word.text.starts_with("(")) {
      mend_copies(word);
    } else {
      mend_unit(word);
    }
  }
  if (guessed) words[1].confidence = std::min(words[1].confidence, kGuessed);
  return words;
}

}  // namespace tangthu::ocr
