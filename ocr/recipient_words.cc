#include "ocr/recipient_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/unicode.h"
#include "ocr/committee_words.h"
#include "ocr/fields_match.h"
#include "ocr/listed_pairs.h"

namespace tangthu::ocr {
namespace {

using Words = std::vector<Word>;

// A purpose as it must be, however surely it was read otherwise.
constexpr double kMended = 0.85;
constexpr double kGuessed = 0.5;
// The shape itself vouches for "b/c)" and the like.
constexpr double kOfKnownShape = 0.93;

constexpr std::array<std::string_view, 8> kPurposes = {"b/c", "t/h",   "p/h",  "k/t",
                                                       "đ/b", "b/cáo", "th/h", "t/d"};

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
  if (points == U"be" || points == U"bi/c" || points == U"bl/c") return "b/c";
  if (points == U"phi") return "p/h";
  if (points == U"1h") return "t/h";
  // "Ưh": the stroke went into the letter.
  if (points == U"uh") return "t/h";
  if (points[0] == U't' && (stroke || points.size() == 2) && last == U'h') return "t/h";
  if (points[0] == U'p' && (stroke || points.size() == 2) && last == U'h') return "p/h";
  if (points[0] == U'k' && stroke && last == U't') return "k/t";
  return std::nullopt;
}

void mend_purpose(Word& word) {
  std::u32string signs = to_code_points(word.text);
  while (signs.size() > 1 && signs.back() >= 0x80 && !is_letter(signs.back()))
    signs.pop_back();
  const std::string core = trimmed(to_utf8(signs), ").,;:'`");
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

// Inside an item, before a small letter, a semicolon is a comma: "thị xã; thành phố".
void mend_commas(Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::string& text = words[i].text;
    const std::u32string next = to_code_points(words[i + 1].text);
    const bool stroke = text.back() == '/' && match_key(text).size() > 1;  // "xã/ thành"
    const bool stop = text.back() == '.' && capital_share(text) == 0 &&
                      match_key(text).size() > 1;  // "thị xã. thành phố"
    if (text.size() < 2 ||
        (text.back() != ';' && text.back() != ':' && !stroke && !stop) || next.empty())
      continue;
    if (!is_letter(next.front()) || starts_with_capital(words[i + 1].text)) continue;
    text.back() = ',';
    words[i].confidence = std::min(words[i].confidence, kMended);
  }
}

// "Ban Tổ, chức", "thành, phố": a speck between words that our lists have beside each
// other, and never a comma between them.
void drop_specks(Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::string& text = words[i].text;
    if (text.size() < 3 || text.back() != ',') continue;
    const std::string bare = text.substr(0, text.size() - 1);
    const auto listed = listed_pairs().find(
        bare_pair(to_code_points(bare), to_code_points(words[i + 1].text)));
    if (listed == listed_pairs().end()) continue;
    double commas = 0;
    for (const auto& [marked, weights] : listed->second)
      commas += weights.commas;
    if (commas > 0) continue;
    text = bare;
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

// What recipients most often have: "Như tên", "Bộ chủ quan", "tnh Thái Bình".
void mend_usual(Words& words) {
  if (words.size() == 2 && words[0].text == "Như" && match_key(words[1].text) == "ten") {
    words[1].text = "trên";
    words[1].confidence = std::min(words[1].confidence, kMended);
  }
  if (words.size() >= 3 && match_key(words[0].text) == "bo" &&
      match_key(words[1].text) == "chu" && words[2].text == "quan") {
    words[2].text = "quản";  // "Bộ chủ quan"
    words[2].confidence = std::min(words[2].confidence, kMended);
  }
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& name = words[i + 1].text;
    const std::string& kind = words[i].text;
    const bool place =
        (kind == "tnh" || kind == "trnh" || kind == "trinh") && starts_with_capital(name);
    if (!place) continue;
    words[i].text = "tỉnh";
    words[i].confidence = std::min(words[i].confidence, kMended);
  }
}

// "Tỉnh.uỷ", "phòng..ban", "SởNội": two words that our lists have beside each other.
std::vector<Word> parted(const std::vector<Word>& words) {
  std::vector<Word> out;
  for (const Word& word : words) {
    const std::u32string text = to_code_points(word.text);
    std::size_t end = 0;
    while (end < text.size() && is_letter(text[end]) &&
           (end == 0 || !starts_with_capital(to_utf8(text.substr(end, 1)))))
      ++end;
    std::size_t next = end;
    while (next < text.size() && (text[next] == U'.' || text[next] == U','))
      ++next;
    const auto behind = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(next),
                                         text.end(), is_letter);
    const std::u32string first = text.substr(0, end);
    const std::u32string second(text.begin() + static_cast<std::ptrdiff_t>(next), behind);
    const auto listed = listed_pairs().find(bare_pair(first, second));
    if (first.empty() || second.empty() || listed == listed_pairs().end()) {
      out.push_back(word);
      continue;
    }
    double names = 0;
    double commas = 0;
    for (const auto& [marked, weights] : listed->second) {
      names += weights.names;
      commas += weights.commas;
    }
    const bool comma = names > 0 && commas >= names;
    const double confidence = std::min(word.confidence, kMended);
    out.push_back({to_utf8(first) + (comma ? "," : ""), confidence, word.box});
    out.push_back({to_utf8(text.substr(next)), confidence, word.box});
  }
  return out;
}

}  // namespace

std::vector<Word> purpose_item(std::vector<Word> words) {
  words = parted(words);
  mend_committee(words, kMended);
  mend_commas(words);
  drop_specks(words);
  mend_usual(words);
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
  mend_openings(words);
  // "(để" and nothing behind it: what for is lost.
  if (!words.empty() && fold(words.back().text) == "(de")
    words.back().confidence = std::min(words.back().confidence, kGuessed);
  if (!words.empty() && is_open(words)) words.back().text += ")";
  return words;
}

}  // namespace tangthu::ocr
