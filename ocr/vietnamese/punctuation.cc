#include "ocr/vietnamese/punctuation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/median.h"
#include "base/unicode.h"
#include "ocr/vietnamese/channel.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

// The least that the recogniser saw of the other mark, by how much the text speaks for
// it. From pages of the maker that are used for no figure: true full stops reach 0.18.
constexpr float kCommaSeen = 0.22F;
constexpr float kCommaSeenAtLineEnd = 0.02F;  // and a small letter follows
constexpr float kSemicolonSeen = 0.05F;
constexpr float kSemicolonSeenInLine = 0.01F;  // and a small letter follows

// After these a colon is meant: "Lưu: VT", "Kính gửi:", "đề nghị:", "như sau:".
constexpr std::array<std::u32string_view, 16> kColonWords = {
    U"lưu0", U"sô4",  U"cho0", U"co4",   U"la1",  U"gưi2",   U"nhân5",  U"nghi5",
    U"sau0", U"gôm1", U"câu1", U"đich4", U"chi2", U"thoai5", U"trinh1", U"đinh5"};

float seen_as(const PageText& page, const Token& token, char32_t other) {
  const std::vector<Step>& steps = page.lines[token.line].words[token.word].steps;
  if (steps.empty() || token.text.empty()) return 0;
  const auto others = Channel(steps).alternatives(token.text);
  for (const Sight& sight : others.back()) {
    if (sight.character == other) return sight.probability;
  }
  return 0;
}

bool is_last_of_line(const PageText& page, const Token& token) {
  return token.word + 1 == page.lines[token.line].words.size();
}

// "Lưu: VT. VP": what is kept is a list.
bool is_filing_line(const PageText& page, const Token& token) {
  const std::vector<Word>& words = page.lines[token.line].words;
  for (std::size_t i = 0; i < 2 && i < words.size(); ++i) {
    if (words[i].text.starts_with("Lưu")) return token.word > i;
  }
  return false;
}

bool is_plain_word(const Token& token) {
  return token.kind == TokenKind::kWord && token.core_end - token.core_begin >= 2 &&
         token.letter_case != LetterCase::kMixed;
}

bool begins_small(const Token& token) {
  return !token.text.empty() && is_letter(token.text.front()) &&
         token.letter_case == LetterCase::kLower;
}

bool means_comma(const PageText& page, const std::vector<Token>& tokens, std::size_t i) {
  const Token& token = tokens[i];
  if (token.tail() != U"." || i + 1 >= tokens.size()) return false;
  const bool same_line = !is_last_of_line(page, token);
  if (!same_line) {
    return is_plain_word(token) && begins_small(tokens[i + 1]) &&
           seen_as(page, token, U',') >= kCommaSeenAtLineEnd;
  }
  const bool sentence_goes_on = begins_small(tokens[i + 1]);
  if (is_plain_word(token) && token.letter_case != LetterCase::kUpper && sentence_goes_on)
    return true;
  const bool more_follows = sentence_goes_on && !is_last_of_line(page, tokens[i + 1]);
  const bool in_date = tokens[i + 1].key == U"thang4" || tokens[i + 1].key == U"năm0";
  if (in_date) return false;
  if (token.kind == TokenKind::kNumber && token.word > 0 && more_follows) return true;
  if (token.word == 0 || token.core_end < 2) return false;  // "1." begins an item
  const bool both_bodies =
      token.kind == TokenKind::kAcronym && tokens[i + 1].kind == TokenKind::kAcronym;
  if (both_bodies && is_filing_line(page, token)) return true;
  if (token.kind == TokenKind::kWord && !is_syllable(token.core())) return false;
  if (token.kind == TokenKind::kAcronym || token.kind == TokenKind::kOther) return false;
  return seen_as(page, token, U',') >= kCommaSeen;
}

bool is_item(const Line& line) {
  return line.text.starts_with("- ") || line.text.starts_with("+ ");
}

// Lines that are items of a list that goes on: below "Nơi nhận:", or with an item of the
// same sort on the next line.
std::vector<char> listed_lines(const PageText& page) {
  std::vector<char> out(page.lines.size(), 0);
  bool below = false;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const std::string key = fold(page.lines[i].text);
    if (key.starts_with("noi nhan")) below = true;
    const bool item = is_item(page.lines[i]);
    const bool goes_on = item && i + 1 < page.lines.size() &&
                         is_item(page.lines[i + 1]) &&
                         page.lines[i].text.front() == page.lines[i + 1].text.front();
    out[i] = static_cast<char>(item && (below || goes_on));
  }
  return out;
}

bool takes_colon(const Token& token) {
  return std::find(kColonWords.begin(), kColonWords.end(), token.key) !=
         kColonWords.end();
}

bool means_semicolon(const PageText& page, const std::vector<Token>& tokens,
                     std::size_t i, bool listed) {
  const Token& token = tokens[i];
  if (token.tail() != U":" && token.tail() != U"):") return false;
  const bool last = is_last_of_line(page, token);
  if (listed && last && token.word > 0) return true;
  if (takes_colon(token) ||
      !(is_syllable(token.core()) || token.kind == TokenKind::kNumber))
    return false;
  const bool goes_on = !last && i + 1 < tokens.size() && begins_small(tokens[i + 1]);
  return seen_as(page, token, U';') >= (goes_on ? kSemicolonSeenInLine : kSemicolonSeen);
}

// "./." ends the body of a document; its stroke is thin.
bool means_end_mark(const PageText& page, const Token& token) {
  return token.tail() == U".." && is_plain_word(token) && is_last_of_line(page, token);
}

// Half of the words' distances from one beginning to the next, a character, differ by
// less than this part on a typewriter's page (measured: up to 0.058; proportional: from
// 0.067).
constexpr double kTypewriterSpread = 0.063;
constexpr double kDashWidth = 0.88;  // of a mean character; hyphens of print: up to 0.74
constexpr std::size_t kFewestWords = 20;

bool is_typewritten(const PageText& page) {
  std::vector<double> pitches;
  for (const Line& line : page.lines) {
    for (std::size_t i = 0; i + 1 < line.words.size(); ++i) {
      const std::size_t length = to_code_points(line.words[i].text).size();
      const int step = line.words[i + 1].box.x - line.words[i].box.x;
      if (length > 1 && step > 0)
        pitches.push_back(step / static_cast<double>(length + 1));
    }
  }
  if (pitches.size() < kFewestWords) return true;  // too little to tell
  const double middle = median_of(pitches);
  for (double& pitch : pitches)
    pitch = std::abs(pitch - middle) / middle;
  return median_of(std::move(pitches)) < kTypewriterSpread;
}

double mean_character_width(const Line& line) {
  double width = 0;
  double characters = 0;
  for (const Word& word : line.words) {
    const std::size_t length = to_code_points(word.text).size();
    if (length < 2) continue;
    width += word.box.width;
    characters += static_cast<double>(length);
  }
  return characters > 0 ? width / characters : 0;
}

}  // namespace

std::vector<Punctuated> settle_punctuation(const PageText& page,
                                           const std::vector<Token>& tokens) {
  std::vector<Punctuated> out;
  const std::vector<char> listed = listed_lines(page);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    std::u32string text = token.text;
    if (means_comma(page, tokens, i)) {
      text.back() = U',';
    } else if (means_semicolon(page, tokens, i, listed[token.line] != 0)) {
      text.back() = U';';
    } else if (means_end_mark(page, token)) {
      text.insert(text.size() - 1, 1, U'/');
    } else {
      continue;
    }
    out.push_back({i, std::move(text)});
  }
  return out;
}

std::vector<Punctuated> find_dashes(const PageText& page,
                                    const std::vector<Token>& tokens) {
  std::vector<Punctuated> out;
  if (is_typewritten(page)) return out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.text != U"-" || token.word == 0 || is_last_of_line(page, token)) continue;
    const Line& line = page.lines[token.line];
    const Box& box = line.words[token.word].box;
    const double width = mean_character_width(line);
    const bool flat = box.height > 0 && box.width >= 2.5 * box.height;
    const bool wide =
        width > 0 && box.width >= kDashWidth * width && box.width <= 1.4 * width;
    if (flat && wide) out.push_back({i, U"–"});
  }
  return out;
}

}  // namespace tangthu::ocr::vietnamese
