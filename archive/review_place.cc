// Where corrected values and texts go among a page's words; see review_text.h.
#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <optional>

#include "archive/review_text.h"
#include "archive/word_alignment.h"
#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::archive {
namespace {

using ocr::WordChange;
using ocr::WordPlace;
using Words = std::vector<PlacedWord>;
using Indices = std::vector<std::size_t>;
using Strings = std::vector<std::string>;
using Changes = std::vector<WordChange>;

constexpr std::size_t kMostBetween = 3;  // words that a handwritten number was read as
constexpr double kAlike = 0.5;           // the same letters, other marks
constexpr double kOther = 1.2;

Strings split(std::string_view text) {
  Strings out;
  std::u32string word;
  for (const char32_t c : to_code_points(text)) {
    if (!is_space(c)) {
      word += c;
    } else if (!word.empty()) {
      out.push_back(to_utf8(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(to_utf8(word));
  return out;
}

// Letters and digits, lower case, with their marks.
std::string key_of(std::string_view word) {
  std::u32string out;
  for (const char32_t c : to_code_points(to_lower(word))) {
    if (is_letter(c) || is_digit(c)) out += c;
  }
  return to_utf8(out);
}

WordChange instead(std::size_t word, Strings words) {
  return {word, WordPlace::kInstead, std::move(words)};
}

using Cost = double (*)(const std::string& before, const std::string& after);

double word_cost(const std::string& before, const std::string& after) {
  if (before == after) return 0;
  return fold(key_of(before)) == fold(key_of(after)) ? kAlike : kOther;
}

// Of a value, whose capitals and punctuation are those of a field.
double value_cost(const std::string& before, const std::string& after) {
  if (key_of(before) == key_of(after)) return 0;
  return word_cost(before, after);
}

double date_cost(const std::string& before, const std::string& after) {
  const auto wanted = parse_number<int>(after);
  if (!wanted) return fold(key_of(before)) == fold(after) ? 0 : 1.7;
  // 5 for 05 may stay, "?5" may not.
  if (parse_number<int>(before) == wanted) return 0;
  // A figure becomes a figure, not one of the words between them.
  return key_of(before).size() <= 3 ? 1.0 : 1.7;
}

// What turns the words at `places` into `after`.
Changes changes_between(const Words& words, const Indices& places, const Strings& after,
                        Cost cost) {
  Changes out;
  const auto row = align(places.size(), after.size(), [&](std::size_t i, std::size_t j) {
    return cost(words[places[i]].text, after[j]);
  });
  Strings leading;  // before the first word
  for (const AlignedPair& pair : row) {
    if (pair.before == kNoneAligned) {
      leading.push_back(after[pair.after]);
      continue;
    }
    const std::size_t at = places[pair.before];
    const std::string& before = words[at].text;
    const bool goes = pair.after == kNoneAligned;
    const bool stays = !goes && cost(before, after[pair.after]) == 0;
    if (!leading.empty()) {
      // Behind the word before; there is none before the first.
      if (pair.before > 0) {
        out.push_back({places[pair.before - 1], WordPlace::kBehind, std::move(leading)});
        leading = {};
      }
    }
    if (!leading.empty()) {
      Strings all = std::move(leading);
      leading = {};
      if (!goes) all.push_back(stays ? before : after[pair.after]);
      out.push_back(instead(at, std::move(all)));
    } else if (!stays) {
      out.push_back(instead(at, goes ? Strings{} : Strings{after[pair.after]}));
    }
  }
  if (!leading.empty() && !places.empty())
    out.push_back({places.back(), WordPlace::kBehind, std::move(leading)});
  return out;
}

// The word that holds the value as a whole: "12" in "12/QĐ-UBND", not in "112".
std::optional<Changes> replace_within_word(const Words& words, const Indices& places,
                                           const std::string& before,
                                           const std::string& value) {
  if (before.empty()) return std::nullopt;
  const auto goes_on = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  for (const std::size_t at : places) {
    std::string text = words[at].text;
    const std::size_t found = text.find(before);
    if (found == std::string::npos) continue;
    const std::size_t end = found + before.size();
    if (found > 0 && goes_on(text[found - 1]) && goes_on(before.front())) continue;
    if (end < text.size() && goes_on(text[end]) && goes_on(before.back())) continue;
    text.replace(found, before.size(), value);
    return Changes{instead(at, {std::move(text)})};
  }
  return std::nullopt;
}

// "Số: ?1 /QĐ-UBND": what stands between "Số" and the stroke is the number.
Changes place_number(const Words& words, const Indices& places,
                     const std::string& value) {
  std::size_t anchor = places.size();
  for (std::size_t i = 0; i < places.size() && anchor == places.size(); ++i) {
    if (fold(key_of(words[places[i]].text)).starts_with("so")) anchor = i;
  }
  const bool anchored = anchor < places.size();
  std::size_t stroke = anchored ? anchor : 0;
  while (stroke < places.size() &&
         words[places[stroke]].text.find('/') == std::string::npos) {
    ++stroke;
  }
  if (stroke == places.size()) {
    if (!anchored) return {};
    return {{places[anchor], WordPlace::kBehind, {value}}};
  }
  const std::string& text = words[places[stroke]].text;
  const std::string rest = text.substr(text.find('/'));
  if (anchored && stroke == anchor) {
    const std::size_t colon = text.find(':');
    const std::string head = colon < text.find('/') ? text.substr(0, colon + 1) : "Số:";
    return {instead(places[stroke], {head, value + rest})};
  }
  const std::size_t first = anchored ? anchor + 1 : stroke;
  if (stroke - first > kMostBetween) return {};
  Changes out;
  for (std::size_t i = first; i < stroke; ++i)
    out.push_back(instead(places[i], i == first ? Strings{value} : Strings{}));
  const bool has_head = rest.size() < text.size();
  if (!out.empty()) {
    if (has_head) out.push_back(instead(places[stroke], {rest}));
  } else if (has_head || !anchored) {
    out.push_back(instead(places[stroke], {value + rest}));
  } else {
    out.push_back({places[anchor], WordPlace::kBehind, {value}});
  }
  return out;
}

// "ngày 05 tháng 02 năm 2020": with a nought before days below 10 and the months 1 and 2.
Strings date_words(const std::string& iso) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return parse_number<int>(std::string_view(iso).substr(at, size)).value_or(0);
  };
  std::array<char, 8> day{};
  std::array<char, 8> month{};
  std::snprintf(day.data(), day.size(), "%02d", number(8, 2) % 100);
  std::snprintf(month.data(), month.size(), number(5, 2) < 3 ? "%02d" : "%d",
                number(5, 2) % 100);
  return {"ngày", day.data(), "tháng", month.data(), "năm", iso.substr(0, 4)};
}

Changes place_date(const Words& words, Indices places, const std::string& iso) {
  constexpr std::size_t kLongest = 12;
  const auto find = [&](std::string_view anchor) {
    return std::find_if(places.begin(), places.end(), [&](std::size_t at) {
      return fold(key_of(words[at].text)) == anchor;
    });
  };
  if (const auto year = find("nam"); year != places.end()) {
    places.erase(std::min(year + 2, places.end()), places.end());
  }
  places.erase(places.begin(),
               find("ngay") == places.end() ? places.begin() : find("ngay"));
  if (places.empty() || places.size() > kLongest) return {};
  return changes_between(words, places, date_words(iso), date_cost);
}

// The row of words that is the value as it was read.
Indices find_row(const Words& words, const Indices& places, const std::string& value) {
  Strings keys;
  for (const std::string& word : split(value)) {
    std::string key = key_of(word);
    if (!key.empty()) keys.push_back(std::move(key));
  }
  if (keys.empty()) return {};
  for (std::size_t start = 0; start < places.size(); ++start) {
    Indices row;
    std::size_t next = 0;
    for (std::size_t i = start; i < places.size() && next < keys.size(); ++i) {
      const std::string key = key_of(words[places[i]].text);
      if (!key.empty() && key != keys[next]) break;
      if (key.empty() && row.empty()) break;
      row.push_back(places[i]);
      if (!key.empty()) ++next;
    }
    if (next == keys.size()) return row;
  }
  return {};
}

Changes changes_of(std::string_view field, const Words& words, const Indices& places,
                   const std::string& before, const std::string& value) {
  if (field == "date") return place_date(words, places, value);
  if (field == "number" || field == "symbol") {
    if (auto within = replace_within_word(words, places, before, value)) return *within;
  }
  if (field == "number") return place_number(words, places, value);
  const Indices row = find_row(words, places, before);
  if (row.empty()) return {};
  return changes_between(words, row, split(value), value_cost);
}

}  // namespace

std::vector<std::size_t> words_in(const std::vector<PlacedWord>& words, const Box& box) {
  Indices out;
  if (box.empty()) return out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const int x = words[i].box.x + words[i].box.width / 2;
    const int y = words[i].box.y + words[i].box.height / 2;
    if (x >= box.x && x <= box.right() && y >= box.y && y <= box.bottom())
      out.push_back(i);
  }
  return out;
}

std::vector<ocr::WordChange> place_value(std::string_view field,
                                         const std::vector<PlacedWord>& words,
                                         const Box& box, const std::string& before,
                                         const std::string& value) {
  const Indices places = words_in(words, box);
  if (places.empty()) return {};
  Changes out = changes_of(field, words, places, before, value);
  // What would stay as it is.
  std::erase_if(out, [&](const WordChange& change) {
    return change.place == WordPlace::kInstead && change.words.size() == 1 &&
           change.words.front() == words[change.word].text;
  });
  return out;
}

namespace {

// Words that two lines have in common, in order, of the longer one's: 0–1.
double likeness(const Strings& a, const Strings& b) {
  if (a.empty() || b.empty()) return 0;
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (const std::string& word : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = word == b[j] ? diagonal + 1 : std::max(row[j], above);
      diagonal = above;
    }
  }
  return static_cast<double>(row.back()) /
         static_cast<double>(std::max(a.size(), b.size()));
}

struct OldLine {
  Indices places;
  Strings keys;
};

Strings keys_of(const Strings& words) {
  Strings out;
  for (const std::string& word : words)
    out.push_back(fold(key_of(word)));
  return out;
}

std::vector<OldLine> old_lines(const Words& words) {
  std::vector<OldLine> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i == 0 || words[i].line != words[i - 1].line) out.emplace_back();
    out.back().places.push_back(i);
    out.back().keys.push_back(fold(key_of(words[i].text)));
  }
  return out;
}

void append(Changes& to, Changes more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace

std::vector<ocr::WordChange> place_text(const std::vector<PlacedWord>& words,
                                        const std::vector<std::string>& lines) {
  std::vector<Strings> after;
  std::vector<Strings> keys;
  for (const std::string& line : lines) {
    Strings split_line = split(line);
    if (split_line.empty()) continue;
    keys.push_back(keys_of(split_line));
    after.push_back(std::move(split_line));
  }
  const std::vector<OldLine> before = old_lines(words);
  const auto row = align(before.size(), after.size(), [&](std::size_t i, std::size_t j) {
    return 1.8 * (1 - likeness(before[i].keys, keys[j]));
  });
  Changes out;
  Strings leading;  // lines above the first go into it
  std::size_t last = kNoneAligned;
  for (const AlignedPair& pair : row) {
    if (pair.before == kNoneAligned) {
      if (before.empty()) {
        out.push_back({0, WordPlace::kNextLine, after[pair.after]});
      } else if (last == kNoneAligned) {
        std::move(after[pair.after].begin(), after[pair.after].end(),
                  std::back_inserter(leading));
      } else {
        out.push_back({last, WordPlace::kNextLine, after[pair.after]});
      }
      continue;
    }
    const Indices& places = before[pair.before].places;
    Strings target = std::move(leading);
    leading = {};
    if (pair.after != kNoneAligned)
      std::move(after[pair.after].begin(), after[pair.after].end(),
                std::back_inserter(target));
    append(out, changes_between(words, places, target, word_cost));
    last = places.back();
  }
  return out;
}

}  // namespace tangthu::archive
