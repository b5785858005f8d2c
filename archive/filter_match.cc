#include "archive/filter_match.h"

#include <initializer_list>
#include <map>

#include "base/unicode.h"

namespace tangthu::archive {
namespace {

using indexer::WordColumn;

std::string folded_field(const std::map<std::string, std::string>& values,
                         const std::string& name) {
  const auto at = values.find(name);
  return at == values.end() ? std::string() : fold(at->second);
}

bool matches_fields(const Filter& filter,
                    const std::map<std::string, std::string>& values) {
  if (!filter.type.empty() && folded_field(values, "type") != fold(filter.type))
    return false;
  if (!filter.agency.empty()) {
    const std::string wanted = fold(filter.agency);
    const bool found =
        folded_field(values, "agency").find(wanted) != std::string::npos ||
        folded_field(values, "parent_agency").find(wanted) != std::string::npos;
    if (!found) return false;
  }
  const std::string date = folded_field(values, "date");
  if (!filter.from.empty() && (date.empty() || date < filter.from)) return false;
  return filter.to.empty() || (!date.empty() && date <= filter.to);
}

// Keeps documents that have a value that `wanted` wants in any of the columns.
template <typename Wanted>
void keep(const indexer::Columns& columns, std::initializer_list<WordColumn> names,
          Wanted wanted, indexer::OrdinalSet& documents) {
  indexer::OrdinalSet kept;
  for (const WordColumn name : names) {
    const auto& column = columns.words(name);
    std::vector<bool> good{false};
    for (const std::string& value : column.values)
      good.push_back(wanted(value));
    documents.for_each([&](std::uint32_t ordinal) {
      if (good[column.of[ordinal]]) kept.add(ordinal);
    });
  }
  documents = kept;
}

auto whole(const std::string& wanted) {
  return
      [wanted = fold(wanted)](const std::string& value) { return fold(value) == wanted; };
}

}  // namespace

bool matches(const Filter& filter, const Label& label, const Record& record) {
  if (filter.level && *filter.level != label.level) return false;
  if (!filter.dossier.empty() && fold(filter.dossier) != fold(record.dossier))
    return false;
  return matches_fields(filter, record.field_values());
}

bool ColumnFilter::empty() const {
  return !filter_.level && filter_.type.empty() && filter_.agency.empty() &&
         filter_.from.empty() && filter_.to.empty() && filter_.dossier.empty();
}

Result<void> ColumnFilter::apply(const Label& label, const indexer::Segment& segment,
                                 indexer::OrdinalSet& documents) const {
  if (filter_.level && *filter_.level != label.level) {
    documents = {};
    return {};
  }
  const indexer::Columns& columns = *TRY(segment.columns());
  if (!filter_.type.empty()) {
    keep(columns, {WordColumn::kType}, whole(filter_.type), documents);
  }
  if (!filter_.dossier.empty()) {
    keep(columns, {WordColumn::kDossier}, whole(filter_.dossier), documents);
  }
  if (!filter_.agency.empty()) {
    const auto has_part = [part = fold(filter_.agency)](const std::string& value) {
      return fold(value).find(part) != std::string::npos;
    };
    keep(columns, {WordColumn::kAgency, WordColumn::kParentAgency}, has_part, documents);
  }
  keep_dates(columns, documents);
  return {};
}

void ColumnFilter::keep_dates(const indexer::Columns& columns,
                              indexer::OrdinalSet& documents) const {
  if (filter_.from.empty() && filter_.to.empty()) return;
  const std::uint32_t from = indexer::day_number(filter_.from).value_or(1);
  const std::uint32_t to = indexer::day_number(filter_.to).value_or(UINT32_MAX);
  const auto& dates = columns.numbers(indexer::NumberColumn::kDate);
  indexer::OrdinalSet kept;
  documents.for_each([&](std::uint32_t ordinal) {
    if (dates[ordinal] >= from && dates[ordinal] <= to) kept.add(ordinal);
  });
  documents = kept;
}

}  // namespace tangthu::archive
