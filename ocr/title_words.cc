#include "ocr/title_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

constexpr double kMended = 0.85;
constexpr double kCapitals = 0.75;
constexpr double kHalfCapitals = 0.5;
constexpr double kFewCapitals = 0.3;  // of "CỤC xưởng"
constexpr double kChief = 0.6;
constexpr std::size_t kMostWords = 5;

constexpr std::array<std::string_view, 28> kUsualTitles = {
    "GIÁM ĐỐC",        "PHÓ GIÁM ĐỐC",     "TỔNG GIÁM ĐỐC",   "PHÓ TỔNG GIÁM ĐỐC",
    "CHỦ TỊCH",        "PHÓ CHỦ TỊCH",     "HIỆU TRƯỞNG",     "PHÓ HIỆU TRƯỞNG",
    "TRƯỞNG PHÒNG",    "PHÓ TRƯỞNG PHÒNG", "TRƯỞNG BAN",      "PHÓ TRƯỞNG BAN",
    "CỤC TRƯỞNG",      "PHÓ CỤC TRƯỞNG",   "CHI CỤC TRƯỞNG",  "PHÓ CHI CỤC TRƯỞNG",
    "BỘ TRƯỞNG",       "THỨ TRƯỞNG",       "VỤ TRƯỞNG",       "PHÓ VỤ TRƯỞNG",
    "VIỆN TRƯỞNG",     "PHÓ VIỆN TRƯỞNG",  "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG",
    "CHÁNH THANH TRA", "ĐỘI TRƯỞNG",       "TRƯỞNG CÔNG AN",  "PHÓ TRƯỞNG CÔNG AN"};

// A usual title and how many of the line's first words are it.
struct Title {
  std::string_view text;
  std::size_t words = 0;
  std::size_t distance = 0;
};

// With a title of the decree's table; of several words where it is to be beyond doubt.
enum class Listed { kAny, kOfSeveralWords };
bool begins_listed(const std::string& text, Listed listed) {
  const std::string folded = fold(trimmed(text, "-.,:;'")) + " ";
  return std::any_of(title_beginnings().begin(), title_beginnings().end(),
                     [&](std::string_view words) {
                       if (listed == Listed::kOfSeveralWords &&
                           words.find(' ') == std::string_view::npos)
                         return false;
                       const std::string begin = fold(words);
                       return folded.rfind(begin, 0) == 0 &&
                              (folded[begin.size()] < 'a' || folded[begin.size()] > 'z');
                     });
}

std::size_t words_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

// The longest that fits best; none where two do.
std::optional<Title> usual_title(const std::vector<Word>& words) {
  // "TỔ TRƯỞNG" is no misread "BỘ TRƯỞNG".
  const std::size_t most =
      begins_listed(joined_words(words), Listed::kOfSeveralWords) ? 0 : 1;
  std::optional<Title> best;
  std::size_t length = 0;
  bool twice = false;
  std::string key;
  for (std::size_t count = 1; count <= std::min(kMostWords, words.size()); ++count) {
    key += match_key(words[count - 1].text);
    for (const std::string_view title : kUsualTitles) {
      const std::string meant = match_key(title);
      const std::size_t distance = edit_distance(key, meant);
      if (distance > most || count > words_in(title)) continue;  // "Q. GIÁM ĐỐC"
      const bool better = !best || distance < best->distance ||
                          (distance == best->distance && meant.size() > length);
      twice = !better && distance == best->distance && meant.size() == length;
      if (!better) continue;
      best = {title, count, distance};
      length = meant.size();
    }
  }
  return twice ? std::nullopt : best;
}

std::vector<Word> with_letters(const std::vector<Word>& words) {
  std::vector<Word> out;
  for (const Word& word : words) {
    if (!match_key(word.text).empty()) out.push_back(word);
  }
  return out;
}

std::string letters_in_capitals(const std::string& text) {
  std::u32string points = to_code_points(to_nfc(plain_signs(text)));
  std::erase_if(points, [](char32_t c) { return !is_letter(c); });
  for (char32_t& c : points)
    c = vietnamese::to_upper_letter(c);
  return to_utf8(points);
}

}  // namespace

std::vector<Word> with_chiefs(std::vector<Word> words) {
  static constexpr std::array<std::string_view, 8> kOf = {"bo", "thu",  "hieu", "cuc",
                                                          "vu", "vien", "doi",  "tram"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string key = match_key(words[i].text);
    const std::string of = i > 0 ? match_key(words[i - 1].text) : "";
    const std::string led = i + 1 < words.size() ? match_key(words[i + 1].text) : "";
    const bool leads = i <= 1 && (led == "ban" || led == "phong");
    if (!key.ends_with("uong") || key == "truong" || key.size() < 5 || key.size() > 7 ||
        (!leads && std::find(kOf.begin(), kOf.end(), of) == kOf.end()))
      continue;
    words[i].text = "TRƯỞNG";
    words[i].confidence = std::min(words[i].confidence, kChief);
  }
  return words;
}

bool begins_title(const Run& run) {
  return begins_listed(run.text, Listed::kAny) ||
         usual_title(with_chiefs(with_letters(run.words))).has_value();
}

bool is_in_capitals(const Run& run) {
  const double share = capital_share(run.text);
  if (share >= kCapitals) return true;
  std::vector<Word> words = with_chiefs(with_letters(run.words));
  const bool authority =
      words.size() > 1 && words.front().text.find_first_of("/.") != std::string::npos;
  if (authority) words.erase(words.begin());  // "K/T", "TUQ."
  const bool opens = !words.empty() && capital_share(words.front().text) == 1;
  return share >= (opens ? kFewCapitals : kHalfCapitals) &&
         usual_title(words).has_value();
}

std::vector<Word> mended_title(std::vector<Word> words) {
  words = with_chiefs(std::move(words));
  const std::vector<Word> said = with_letters(words);
  const auto title = usual_title(said);
  if (!title) return words;
  std::vector<Word> out;
  if (title->distance == 0 && title->words == words_in(title->text)) {
    for (std::size_t i = 0; i < title->words; ++i) {
      out.push_back(said[i]);
      out.back().text = letters_in_capitals(said[i].text);
    }
  } else {
    std::string_view rest = title->text;
    for (std::size_t i = 0; i < words_in(title->text); ++i) {
      const Word& read = said[std::min(i, title->words - 1)];
      const std::size_t space = rest.find(' ');
      out.push_back({std::string(rest.substr(0, space)),
                     std::min(read.confidence, kMended), read.box});
      rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    }
  }
  std::size_t of_title = 0;
  for (Word& word : words) {
    if (of_title == title->words)
      out.push_back(std::move(word));
    else if (!match_key(word.text).empty())
      ++of_title;
  }
  return out;
}

}  // namespace tangthu::ocr
