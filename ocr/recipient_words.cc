#include "ocr/recipient_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/committee_words.h"
#include "ocr/fields_match.h"
#include "ocr/unit_codes.h"

namespace tangthu::ocr {
namespace {

using Words = std::vector<Word>;

// A purpose or a number of copies as it must be, however surely it was read otherwise.
constexpr double kMended = 0.85;
constexpr double kGuessed = 0.5;
constexpr double kLikely = 0.72;
// Of the doubt in a word that is one of few, or of the shape that it must have.
constexpr double kDoubtLeft = 0.45;
// The shape itself vouches for "b/c)" and the like.
constexpr double kOfKnownShape = 0.93;
// A number of copies read less surely than this has lost its "b"; much less: surely so.
constexpr double kSurelyRead = 0.45;
constexpr double kHardlyRead = 0.3;
constexpr double kWider = 0.88;
constexpr double kWiderEnded = 1.05;

constexpr std::array<std::string_view, 8> kPurposes = {"b/c", "t/h",   "p/h",  "k/t",
                                                       "đ/b", "b/cáo", "th/h", "t/d"};

double surer(double confidence) {
  return 1 - (1 - confidence) * kDoubtLeft;
}

// "b/€", "bíc", "b/" → "b/c"; "tíh" → "t/h". Nothing where it may be a whole word.
std::optional<std::string> meant_purpose(const std::string& core) {
  const std::u32string points = to_code_points(fold(core));
  if (points.empty() || points.size() > 4) return std::nullopt;
  const auto is_stroke = [](char32_t c) {
    return c == U'/' || c == U'i' || c == U'l' || c == U'1' || c == U'|' || c == U'!';
  };
  const bool stroke = points.size() > 1 && is_stroke(points[1]);
  const char32_t last = points.back();
  if (points[0] == U'b' && stroke && points.size() <= 3) return "b/c";
  if (points[0] == U't' && (stroke || points.size() == 2) && last == U'h') return "t/h";
  if (points[0] == U'p' && (stroke || points.size() == 2) && last == U'h') return "p/h";
  if (points[0] == U'k' && stroke && last == U't') return "k/t";
  return std::nullopt;
}

void mend_purpose(Word& word) {
  const std::string core = trimmed(word.text, ").,;:");
  const bool known =
      std::find(kPurposes.begin(), kPurposes.end(), to_lower(core)) != kPurposes.end();
  if (known) {
    word.confidence = std::max(word.confidence, kOfKnownShape);
  } else if (const auto meant = meant_purpose(core)) {
    word.text = *meant;
    word.confidence = kMended;
    word.text += ")";
    return;
  } else {
    return;
  }
  word.text = core + ")";
}

// Whether the bracket of the last note is open at the end.
bool is_open(const Words& words) {
  int depth = 0;
  for (const Word& word : words) {
    depth += static_cast<int>(std::count(word.text.begin(), word.text.end(), '('));
    depth -= static_cast<int>(std::count(word.text.begin(), word.text.end(), ')'));
  }
  return depth > 0;
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
  const std::string read = trimmed(word.text, "().,;:");
  std::string core = in_figures(read);
  const bool doubled = drop_doubled_five(core);
  const bool counted = drop_letter(core);
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
  } else if (core == "0") {
    confidence = std::min(confidence, kGuessed);  // "0b": a figure is lost
  } else {
    confidence = surer(confidence);
  }
  if (doubled) confidence = std::min(confidence, kGuessed);
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
  if (const std::string unit = police_unit(core); unit != core) {
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
  for (const auto& [read, meant] :
       {std::pair<std::string_view, std::string_view>{"GDTTH", "GDTrH"},
        {"TTt", "TTr"}}) {
    if (core != read) continue;
    core = meant;
    word.confidence = std::min(word.confidence, kGuessed);
    word.text = core + tail;
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
  if (core == "VT" || core.size() > 3 || core.starts_with("(")) return;
  if (edit_distance(core, "VT") > 1 || core == "VP") return;
  word.text = "VT" + word.text.substr(word.text.find(core) + core.size());
  word.confidence = kLikely;
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

// Inside an item, before a small letter, a semicolon is a comma: "thị xã; thành phố".
void mend_commas(Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::string& text = words[i].text;
    const std::u32string next = to_code_points(words[i + 1].text);
    if (text.size() < 2 || (text.back() != ';' && text.back() != ':') || next.empty())
      continue;
    if (!is_letter(next.front()) || starts_with_capital(words[i + 1].text)) continue;
    text.back() = ',';
    words[i].confidence = std::min(words[i].confidence, kMended);
  }
}

// "(đề b/c)", "tđể b/c)": what stands before a purpose is "(để".
void mend_openings(Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string key = fold(words[i].text);
    const bool opens = key == "(de" || (key.size() <= 4 && key.ends_with("de"));
    if (!opens || words[i].text == "(để" || !words[i + 1].text.ends_with(')')) continue;
    const std::string core = to_lower(trimmed(words[i + 1].text, ").,;:"));
    if (std::find(kPurposes.begin(), kPurposes.end(), core) == kPurposes.end()) continue;
    words[i].text = "(để";
    words[i].confidence = kMended;
  }
}

// "VT,GDTX" → "VT," "GDTX"
Words parted_at_commas(const Words& words) {
  Words out;
  for (const Word& word : words) {
    std::string_view rest = word.text;
    for (std::size_t comma = rest.find(',');
         comma != std::string_view::npos && comma > 0 && comma + 1 < rest.size();
         comma = rest.find(',')) {
      out.push_back({std::string(rest.substr(0, comma + 1)), word.confidence, word.box});
      rest.remove_prefix(comma + 1);
    }
    out.push_back({std::string(rest), word.confidence, word.box});
  }
  return out;
}

}  // namespace

std::vector<Word> purpose_item(std::vector<Word> words) {
  mend_committee(words, kMended);
  mend_commas(words);
  mend_openings(words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (match_key(words[i].text) == "de" && words[i].text.find(')') != std::string::npos)
      words[i].confidence = std::min(words[i].confidence, kGuessed);  // what for is lost
    if (fold(words[i].text) != "(de" || i + 1 == words.size()) continue;
    // "(để b c)"
    if (i + 2 < words.size() && words[i + 1].text.size() == 1) {
      words[i + 1].text += "/" + words[i + 2].text;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    }
    mend_purpose(words[i + 1]);
    // "(để b/c) c)": the end was read twice.
    if (words[i + 1].text.ends_with(')') && i + 3 == words.size() &&
        match_key(words[i + 2].text).size() <= 1)
      words.pop_back();
  }
  if (!words.empty() && is_open(words)) words.back().text += ")";
  return words;
}

std::vector<Word> kept_item(std::vector<Word> words) {
  words = parted_at_commas(words);
  std::erase_if(words, [](const Word& word) { return match_key(word.text).empty(); });
  join_brackets(words);
  if (words.size() > 1) mend_archive(words[1]);
  if (!words.empty() && match_key(words.front().text) == "luu") {
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
    if (more && word.text.size() > 1 && word.text.back() == '.') word.text.back() = ',';
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
  return words;
}

}  // namespace tangthu::ocr
