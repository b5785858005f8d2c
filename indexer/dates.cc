#include "indexer/dates.h"

#include "base/clock.h"

namespace tangthu::indexer {
namespace {

// Blanks and a comma between the words of a spelt date; dots of a form to fill in.
constexpr std::size_t kMaxGap = 4;

using Name = DatePart::Name;

class Parts {
 public:
  Parts(const std::vector<Word>& words, const TermSet& terms)
      : words_(words), terms_(terms) {}

  std::size_t count() const { return words_.size(); }
  const Word& word(std::size_t i) const { return words_[i]; }
  Name name(std::size_t i) const { return terms_.date_part(words_[i].term).name; }
  // A number of so many digits.
  std::optional<int> number(std::size_t i, int least, int most) const {
    const DatePart part = terms_.date_part(words_[i].term);
    if (part.digits < least || part.digits > most) return std::nullopt;
    return part.number;
  }

 private:
  const std::vector<Word>& words_;
  const TermSet& terms_;
};

std::optional<std::string> iso_date(std::optional<int> year, std::optional<int> month,
                                    std::optional<int> day) {
  if (!year || !month || !day) return std::nullopt;
  if (*year < 1800 || *year > 2199 || !is_day(*year, *month, *day)) return std::nullopt;
  return tangthu::iso_date(*year, *month, *day);
}

std::optional<FoundDate> numeric_date(const Parts& parts, std::size_t i) {
  const char join = parts.word(i).join;
  if (join == 0 || i + 2 >= parts.count()) return std::nullopt;
  if (parts.word(i + 1).join != join) return std::nullopt;
  // Part of something longer, such as 12/05/3/2020, is not a date.
  if (i > 0 && parts.word(i - 1).join != 0) return std::nullopt;
  if (parts.word(i + 2).join != 0) return std::nullopt;
  auto iso = iso_date(parts.number(i + 2, 4, 4), parts.number(i + 1, 1, 2),
                      parts.number(i, 1, 2));
  if (!iso) {
    iso = iso_date(parts.number(i, 4, 4), parts.number(i + 1, 1, 2),
                   parts.number(i + 2, 1, 2));
  }
  if (!iso) return std::nullopt;
  return FoundDate{*iso, 3};
}

std::optional<FoundDate> spelt_date(const Parts& parts, std::size_t i) {
  const std::size_t lead = parts.name(i) == Name::kNgay ? 1 : 0;
  const std::size_t day = i + lead;
  if (day + 4 >= parts.count()) return std::nullopt;
  if (parts.name(day + 1) != Name::kThang || parts.name(day + 3) != Name::kNam) {
    return std::nullopt;
  }
  for (std::size_t k = i; k < day + 4; ++k) {
    if (parts.word(k + 1).begin - parts.word(k).end > kMaxGap) return std::nullopt;
  }
  const auto iso = iso_date(parts.number(day + 4, 4, 4), parts.number(day + 2, 1, 2),
                            parts.number(day, 1, 2));
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
    case 0x2044:  // fraction slash, as typesetters and recognition have it
      return '/';
    case U'.':
      return '.';
    default:
      return 0;
  }
}

std::optional<FoundDate> date_at(const std::vector<Word>& words, const TermSet& terms,
                                 std::size_t i) {
  const Parts parts(words, terms);
  if (auto found = numeric_date(parts, i)) return found;
  return spelt_date(parts, i);
}

}  // namespace tangthu::indexer
