#include "indexer/dates.h"

#include <algorithm>
#include <array>

namespace tangthu::indexer {
namespace {

// Blanks and a comma between the words of a spelt date; dots of a form to fill in.
constexpr std::size_t kMaxGap = 4;

std::optional<int> number_of(const Word& word, std::size_t least, std::size_t most) {
  const std::string& text = word.folded;
  if (text.size() < least || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::string padded(int value) {
  std::string digits = std::to_string(value);
  if (value < 10) digits.insert(digits.begin(), '0');
  return digits;
}

std::optional<std::string> iso_date(std::optional<int> year, std::optional<int> month,
                                    std::optional<int> day) {
  if (!year || !month || !day) return std::nullopt;
  if (*year < 1800 || *year > 2199 || *month < 1 || *month > 12) return std::nullopt;
  if (*day < 1 || *day > days_in(*year, *month)) return std::nullopt;
  return std::to_string(*year) + '-' + padded(*month) + '-' + padded(*day);
}

std::optional<FoundDate> numeric_date(std::u32string_view text,
                                      const std::vector<Word>& words, std::size_t i) {
  if (i + 2 >= words.size()) return std::nullopt;
  const char join = joined_to_next(text, words, i);
  if (join == 0 || joined_to_next(text, words, i + 1) != join) return std::nullopt;
  // Part of something longer, such as 12/05/3/2020, is not a date.
  if (i > 0 && joined_to_next(text, words, i - 1) != 0) return std::nullopt;
  if (joined_to_next(text, words, i + 2) != 0) return std::nullopt;
  auto iso = iso_date(number_of(words[i + 2], 4, 4), number_of(words[i + 1], 1, 2),
                      number_of(words[i], 1, 2));
  if (!iso) {
    iso = iso_date(number_of(words[i], 4, 4), number_of(words[i + 1], 1, 2),
                   number_of(words[i + 2], 1, 2));
  }
  if (!iso) return std::nullopt;
  return FoundDate{*iso, 3};
}

std::optional<FoundDate> spelt_date(const std::vector<Word>& words, std::size_t i) {
  const std::size_t lead = words[i].folded == "ngay" ? 1 : 0;
  const std::size_t day = i + lead;
  if (day + 4 >= words.size()) return std::nullopt;
  if (words[day + 1].folded != "thang" || words[day + 3].folded != "nam") {
    return std::nullopt;
  }
  for (std::size_t k = i; k < day + 4; ++k) {
    if (words[k + 1].begin - words[k].end > kMaxGap) return std::nullopt;
  }
  const auto iso = iso_date(number_of(words[day + 4], 4, 4),
                            number_of(words[day + 2], 1, 2), number_of(words[day], 1, 2));
  if (!iso) return std::nullopt;
  return FoundDate{*iso, lead + 5};
}

}  // namespace

char joiner(char32_t c) {
  switch (c) {
    case U'-':
    case 0x2010:  // hyphen
    case 0x2011:  // the one that does not break
    case 0x2013:  // en dash, as word processors correct it
    case 0x2212:  // minus
      return '-';
    case U'/':
      return '/';
    case U'.':
      return '.';
    default:
      return 0;
  }
}

char joined_to_next(std::u32string_view text, const std::vector<Word>& words,
                    std::size_t i) {
  if (i + 1 >= words.size() || words[i + 1].begin - words[i].end != 1) return 0;
  return joiner(text[words[i].end]);
}

std::optional<FoundDate> date_at(std::u32string_view text, const std::vector<Word>& words,
                                 std::size_t i) {
  if (auto found = numeric_date(text, words, i)) return found;
  return spelt_date(words, i);
}

}  // namespace tangthu::indexer
