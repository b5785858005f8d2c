#include "indexer/filter.h"

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/level.h"
#include "base/number.h"
#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/mistake.h"

namespace tangthu::indexer {
namespace {

using std::u32string_view;

struct Name {
  std::string_view written;  // folded, with '-' between words
  FilterField field;
};

constexpr auto kNames = std::to_array<Name>({
    {"date", FilterField::kDate},
    {"ngay", FilterField::kDate},
    {"added", FilterField::kAdded},
    {"ngay-nhap", FilterField::kAdded},
    {"number", FilterField::kNumber},
    {"so", FilterField::kNumber},
    {"level", FilterField::kLevel},
    {"muc-mat", FilterField::kLevel},
    {"review", FilterField::kReview},
    {"can-soat", FilterField::kReview},
    {"dossier", FilterField::kDossier},
    {"ho-so", FilterField::kDossier},
    {"fonds", FilterField::kFonds},
    {"ma-phong", FilterField::kFonds},
    {"compartment", FilterField::kCompartment},
    {"pham-vi", FilterField::kCompartment},
});

// What an item means: first and last day, one number, one level.
using Item = std::optional<NumberRange>;

// A number of so many digits and nothing else.
std::optional<std::uint32_t> digits(std::string_view text, std::size_t least,
                                    std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  return parse_number<std::uint32_t>(text);
}

constexpr std::uint32_t kYear = 10'000;
constexpr std::uint32_t kMonth = 100;

// 2019; 2019-03 and 03/2019.
Item month_or_year(std::string_view text) {
  if (const auto year = digits(text, 4, 4)) {
    return NumberRange{*year * kYear + kMonth + 1, *year * kYear + 1231};
  }
  const std::size_t joint = text.find_first_of("-/");
  if (joint == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, joint);
  const std::string_view after = text.substr(joint + 1);
  auto year = digits(before, 4, 4);
  auto month = digits(after, 1, 2);
  if (!year) {
    year = digits(after, 4, 4);
    month = digits(before, 1, 2);
  }
  if (!year || !month || *month < 1 || *month > 12) return std::nullopt;
  const std::uint32_t first = *year * kYear + *month * kMonth;
  std::uint32_t last = 31;
  while (
      !is_day(static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(last)))
    --last;
  return NumberRange{first + 1, first + last};
}

// A day in any form that is found in texts, a month or a year.
Item days(u32string_view item) {
  const std::string text = to_utf8(item);
  for (const Token& token : analyse(text)) {
    if (token.kind != TokenKind::kDate || token.begin > 0 || token.end < item.size()) {
      continue;
    }
    std::string iso = token.folded;
    std::erase(iso, '-');
    const auto day = digits(iso, 8, 8);
    if (day) return NumberRange{*day, *day};
  }
  return month_or_year(text);
}

Item number(u32string_view item) {
  const auto value = digits(to_utf8(item), 1, 9);
  if (!value) return std::nullopt;
  return NumberRange{*value, *value};
}

// Folded, without what stands between words.
std::string bare(std::string_view text) {
  std::string out = fold(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return out;
}

Item level(u32string_view item) {
  const std::string wanted = bare(to_utf8(item));
  for (const Level level : kAllLevels) {
    if (bare(level_code(level)) != wanted) continue;
    const auto value = static_cast<std::uint32_t>(level);
    return NumberRange{value, value};
  }
  return std::nullopt;
}

Item yes_or_no(u32string_view item) {
  const std::string answer = fold(to_utf8(item));
  if (answer == "yes" || answer == "co") return NumberRange{1, 1};
  if (answer == "no" || answer == "khong") return NumberRange{0, 0};
  return std::nullopt;
}

Item item_of(FilterField field, u32string_view item) {
  switch (field) {
    case FilterField::kDate:
    case FilterField::kAdded:
      return days(item);
    case FilterField::kNumber:
      return number(item);
    case FilterField::kLevel:
      return level(item);
    default:
      return yes_or_no(item);
  }
}

Failure no_item(FilterField field, std::size_t at) {
  switch (field) {
    case FilterField::kDate:
    case FilterField::kAdded:
      return mistake(at, "this is no day, month or year",
                     "write 2020-03-05, 05/3/2020, 2020-03 or 2020; a span as "
                     "2019..2021 or >=2020-03");
    case FilterField::kNumber:
      return mistake(at, "this is no number",
                     "write at most nine digits; a span as 100..200 or >=100");
    case FilterField::kLevel:
      return mistake(at, "this is no level",
                     "write thuong, mat, toi-mat or tuyet-mat; a span as >=mat");
    default:
      return mistake(at, "this says neither yes nor no", "write yes or no");
  }
}

// The operator that a value begins with, and what it makes of the item behind it.
struct Comparison {
  u32string_view sign;
  NumberRange (*range)(NumberRange item);
};

constexpr auto kComparisons = std::to_array<Comparison>({
    {U">=",
     [](NumberRange item) {
       return NumberRange{item.least, UINT32_MAX};
     }},
    {U"<=",
     [](NumberRange item) {
       return NumberRange{0, item.most};
     }},
    {U">",
     [](NumberRange item) {
       return NumberRange{item.most + 1, UINT32_MAX};
     }},
    // Below the least of all there is nothing: a range that is empty.
    {U"<",
     [](NumberRange item) {
       return item.least == 0 ? NumberRange{1, 0} : NumberRange{0, item.least - 1};
     }},
    {U"=", [](NumberRange item) { return item; }},
});

Result<NumberRange> compared(FilterField field, u32string_view value, std::size_t at) {
  for (const auto& [sign, range] : kComparisons) {
    if (!value.starts_with(sign)) continue;
    const Item item = item_of(field, value.substr(sign.size()));
    if (!item) return no_item(field, at + sign.size());
    return range(*item);
  }
  const Item item = item_of(field, value);
  if (!item) return no_item(field, at);
  return *item;
}

constexpr u32string_view kSpan = U"..";

Result<NumberRange> range_of(FilterField field, u32string_view value, std::size_t at) {
  const std::size_t span = value.find(kSpan);
  if (span == u32string_view::npos) return compared(field, value, at);
  const u32string_view from = value.substr(0, span);
  const u32string_view to = value.substr(span + kSpan.size());
  if (from.empty() && to.empty()) return no_item(field, at);
  NumberRange range;
  if (!from.empty()) {
    const Item item = item_of(field, from);
    if (!item) return no_item(field, at);
    range.least = item->least;
  }
  if (!to.empty()) {
    const Item item = item_of(field, to);
    if (!item) return no_item(field, at + span + kSpan.size());
    range.most = item->most;
  }
  if (range.least > range.most) {
    return mistake(at, "the span ends before it begins",
                   "write the lesser value first, as 2019..2021");
  }
  return range;
}

Result<FilterText> text_of(FilterField field, u32string_view value, std::size_t at) {
  FilterText text;
  text.is_prefix = value.ends_with(U'*');
  if (text.is_prefix) value.remove_suffix(1);
  text.folded = fold(to_utf8(value));
  if (text.folded.empty()) {
    return mistake(at, "there is no word to look for", "write a word or a number here");
  }
  if (field == FilterField::kCompartment &&
      (text.is_prefix || !parse_compartment(text.folded))) {
    return mistake(at, "this is no name of a compartment",
                   "its whole name is letters, digits and '-'");
  }
  return text;
}

template <typename Values, typename Matches>
bool passes_any(const Values& values, bool excluded, const Matches& matches) {
  return std::any_of(values.begin(), values.end(), matches) != excluded;
}

}  // namespace

bool Filter::passes(std::optional<std::uint32_t> value) const {
  return passes_any(ranges, excluded, [&](const NumberRange& range) {
    return value && range.contains(*value);
  });
}

bool Filter::passes(std::optional<std::string_view> folded_value) const {
  return passes_any(texts, excluded, [&](const FilterText& text) {
    return folded_value && text.matches(*folded_value);
  });
}

std::optional<FilterField> filter_field(std::string_view name) {
  std::string written = fold(name);
  std::replace(written.begin(), written.end(), '_', '-');
  for (const Name& known : kNames) {
    if (known.written == written) return known.field;
  }
  return std::nullopt;
}

bool is_range(u32string_view value) {
  return value.find(kSpan) != u32string_view::npos ||
         (!value.empty() &&
          u32string_view(U"<>=").find(value[0]) != u32string_view::npos);
}

Result<Filter> parse_filter(FilterField field, u32string_view value, std::size_t column) {
  Filter filter;
  filter.field = field;
  switch (field) {
    case FilterField::kDossier:
    case FilterField::kFonds:
    case FilterField::kCompartment:
      filter.texts.push_back(TRY(text_of(field, value, column)));
      break;
    default:
      filter.ranges.push_back(TRY(range_of(field, value, column)));
  }
  return filter;
}

}  // namespace tangthu::indexer
