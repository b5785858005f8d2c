#include "ocr/stamp_line.h"

#include <algorithm>

#include "base/unicode.h"
#include "ocr/fields_match.h"

namespace tangthu::ocr {
namespace {

bool in_capitals(const std::string& text) {
  const std::u32string points = to_code_points(text);
  const std::u32string lower = to_code_points(to_lower(text));
  for (std::size_t i = 0; i < points.size() && i < lower.size(); ++i) {
    if (is_letter(points[i]) && points[i] == lower[i]) return false;
  }
  return true;
}

}  // namespace

ReadLine join(const std::vector<Word>& words) {
  ReadLine line;
  line.text = joined_words(words);
  const std::u32string points = to_code_points(line.text);
  line.letters = static_cast<int>(std::count_if(points.begin(), points.end(), is_letter));
  line.confidence = mean_confidence(words);
  line.capital = in_capitals(line.text);
  return line;
}

std::optional<Stamp> level_among_scraps(const Line& line) {
  constexpr std::size_t kMostWords = 4;
  constexpr double kUnsure = 0.6;
  constexpr std::size_t kScrap = 2;  // letters
  constexpr double kDoubt = 0.25;
  if (line.words.size() > kMostWords) return std::nullopt;
  std::string before;
  bool found = false;
  for (const Word& word : line.words) {
    const std::string key = match_key(word.text);
    if (!found && key == "mat" && in_capitals(word.text)) {
      found = true;
    } else if (key == "toi" || key == "tuyet") {
      if (!found) before = key;
    } else if (word.confidence >= kUnsure && key.size() > kScrap) {
      return std::nullopt;  // print
    } else if (!found && !key.empty() && before.empty()) {
      before = "?";
    }
  }
  if (!found) return std::nullopt;
  const char* level = before.empty() ? "MẬT" : before == "toi" ? "TỐI MẬT" : "TUYỆT MẬT";
  return Stamp{level, "secrecy", kDoubt, 0, line.box};
}

bool is_entry(const ReadLine& line) {
  constexpr std::ptrdiff_t kDottedLine = 6;
  constexpr int kLeastLetters = 3;
  constexpr double kReadable = 0.6;
  constexpr double kSimilar = 0.75;
  const std::size_t colon = line.text.find(':');
  if (colon != std::string::npos &&
      similarity(match_key(line.text.substr(0, colon)), "chuyen") >= kSimilar)
    return true;
  return line.letters >= kLeastLetters && line.confidence >= kReadable &&
         std::count(line.text.begin(), line.text.end(), '.') >= kDottedLine;
}

}  // namespace tangthu::ocr
