#include "indexer/apply_filters.h"

#include <algorithm>
#include <chrono>
#include <span>

#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::indexer {
namespace {

// The beginning of a day YYYYMMDD in seconds since 1970. Days that the calendar doesn't
// have, such as the day before the first of a month, are counted on from those it has.
std::uint32_t seconds_at(std::uint32_t day) {
  using namespace std::chrono;
  const year_month_day date(year(static_cast<int>(day / 10'000)), month(day / 100 % 100),
                            std::chrono::day(day % 100));
  const auto seconds = sys_seconds(sys_days(date)).time_since_epoch().count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, UINT32_MAX));
}

// Of days → of seconds.
NumberRange in_seconds(const NumberRange& days) {
  NumberRange out;
  if (days.least > days.most) return {1, 0};
  if (days.least > 0) out.least = seconds_at(days.least);
  if (days.most == UINT32_MAX) return out;
  const std::uint32_t end = seconds_at(days.most + 1);
  if (end == 0) return {1, 0};
  out.most = end - 1;
  return out;
}

// What a filter is about stays, or goes where it is excluded.
void keep(const Filter& filter, const OrdinalSet& found, OrdinalSet& documents) {
  if (filter.excluded) {
    documents -= found;
  } else {
    documents &= found;
  }
}

// The whole column at once, in a loop that compilers vectorise: through a span of its
// own, as bytes that are written could else be the vector's.
Result<void> by_number(const Filter& filter, const Segment& segment, NumberColumn column,
                       OrdinalSet& documents) {
  const Columns& columns = *TRY(segment.columns());
  const std::span<const std::uint32_t> numbers = columns.numbers(column);
  std::vector<std::uint8_t> in_range(kMaxSegmentDocuments);
  const std::span<std::uint8_t> marks = in_range;
  for (const NumberRange& range : filter.ranges) {
    const std::uint32_t least = std::max(range.least, 1U);  // 0: it has none
    if (range.most < least) continue;
    const std::uint32_t width = range.most - least;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      marks[i] |= static_cast<std::uint8_t>(numbers[i] - least <= width ? 1 : 0);
  }
  keep(filter, OrdinalSet::of_bytes(in_range), documents);
  return {};
}

Result<void> by_text(const Filter& filter, const Segment& segment, WordColumn column,
                     OrdinalSet& documents) {
  return keep_by_value(
      segment, {column},
      [&](const FoldedValue& folded) {
        return filter.passes(folded ? std::optional<std::string_view>(*folded)
                                    : std::nullopt);
      },
      documents);
}

// The number that a word begins with: 87 of "87a".
std::optional<std::uint32_t> number_of(std::string_view word) {
  constexpr std::size_t kMostDigits = 9;
  const auto end = std::find_if_not(word.begin(), word.end(), is_ascii_digit);
  const auto digits = static_cast<std::size_t>(end - word.begin());
  if (digits > kMostDigits) return std::nullopt;
  return parse_number<std::uint32_t>(word.substr(0, digits));
}

// Numbers have no column: they are found by the first words of their field, which goes on
// into the symbol (30 and 2020/NĐ-CP).
Result<void> by_document_number(const Filter& filter, const Segment& segment,
                                OrdinalSet& documents) {
  OrdinalSet in_range;
  const auto add = [&](TermGroup&& group) -> Result<bool> {
    const auto number = number_of(group.folded);
    const bool is_code = group.folded.find_first_of("/-") != std::string::npos;
    if (!number || is_code) return true;
    const bool matches =
        std::any_of(filter.ranges.begin(), filter.ranges.end(),
                    [&](const NumberRange& range) { return range.contains(*number); });
    if (!matches) return true;
    for (const TermVariant& variant : group.variants) {
      PostingList list = TRY(segment.list(variant));
      std::vector<std::uint32_t> positions;
      for (std::size_t i = 0; i < list.documents().size(); ++i) {
        positions.clear();
        TRY(list.positions(i, positions));
        if (positions.front() == 0) in_range.add(list.documents()[i]);
      }
    }
    return true;
  };
  TRY(segment.visit("number", {}, {}, add));
  keep(filter, in_range, documents);
  return {};
}

bool label_passes(const Filter& filter, const Label& label) {
  if (filter.field == FilterField::kLevel) {
    return filter.passes(std::optional(static_cast<std::uint32_t>(label.level)));
  }
  const bool has_one = std::any_of(
      filter.texts.begin(), filter.texts.end(),
      [&](const FilterText& text) { return label.compartments.contains(text.folded); });
  return has_one != filter.excluded;
}

Result<void> apply(const Filter& filter, const Segment& segment,
                   const std::optional<Label>& label, OrdinalSet& documents) {
  switch (filter.field) {
    case FilterField::kDate:
      return by_number(filter, segment, NumberColumn::kDate, documents);
    case FilterField::kAdded: {
      Filter seconds = filter;
      for (NumberRange& range : seconds.ranges)
        range = in_seconds(range);
      return by_number(seconds, segment, NumberColumn::kAdded, documents);
    }
    case FilterField::kNumber:
      return by_document_number(filter, segment, documents);
    case FilterField::kDossier:
      return by_text(filter, segment, WordColumn::kDossier, documents);
    case FilterField::kFonds:
      return by_text(filter, segment, WordColumn::kFonds, documents);
    case FilterField::kReview:
      return keep_by_value(
          segment, {WordColumn::kReview},
          [&](const FoldedValue& value) {
            return filter.passes(std::optional<std::uint32_t>(value ? 1 : 0));
          },
          documents);
    case FilterField::kLevel:
    case FilterField::kCompartment:
      if (!label || !label_passes(filter, *label)) documents = {};
  }
  return {};
}

}  // namespace

Result<void> keep_by_value(const Segment& segment,
                           std::initializer_list<WordColumn> columns,
                           const std::function<bool(const FoldedValue&)>& passes,
                           OrdinalSet& documents) {
  const Columns& all = *TRY(segment.columns());
  OrdinalSet kept;
  for (const WordColumn column : columns) {
    const Columns::Words& words = all.words(column);
    std::vector<bool> value_passes{passes(std::nullopt)};
    for (const std::string& value : words.values)
      value_passes.push_back(passes(fold(value)));
    documents.for_each([&](std::uint32_t ordinal) {
      if (value_passes[words.of[ordinal]]) kept.add(ordinal);
    });
  }
  documents = kept;
  return {};
}

Result<void> apply_filters(const std::vector<Filter>& filters, const Segment& segment,
                           const std::optional<Label>& label, OrdinalSet& documents) {
  for (const Filter& filter : filters)
    TRY(apply(filter, segment, label, documents));
  return {};
}

}  // namespace tangthu::indexer
