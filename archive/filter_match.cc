#include "archive/filter_match.h"

#include <map>

#include "base/unicode.h"
#include "indexer/apply_filters.h"

namespace tangthu::archive {
namespace {

using indexer::FilterField;
using indexer::FoldedValue;
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

}  // namespace

bool matches(const Filter& filter, const Label& label, const Record& record) {
  if (filter.level && *filter.level != label.level) return false;
  if (!filter.dossier.empty() && fold(filter.dossier) != fold(record.dossier))
    return false;
  return matches_fields(filter, record.field_values());
}

std::vector<indexer::Filter> index_filters(const Filter& filter) {
  std::vector<indexer::Filter> out;
  if (filter.level) {
    const auto level = static_cast<std::uint32_t>(*filter.level);
    out.push_back({FilterField::kLevel, false, {{level, level}}, {}});
  }
  if (!filter.dossier.empty()) {
    out.push_back({FilterField::kDossier, false, {}, {{fold(filter.dossier), false}}});
  }
  if (!filter.from.empty() || !filter.to.empty()) {
    const std::uint32_t from = indexer::day_number(filter.from).value_or(0);
    const std::uint32_t to = indexer::day_number(filter.to).value_or(UINT32_MAX);
    out.push_back({FilterField::kDate, false, {{from, to}}, {}});
  }
  return out;
}

Result<void> keep_matching(const Filter& filter, const indexer::Segment& segment,
                           indexer::OrdinalSet& documents) {
  if (!filter.type.empty()) {
    const auto is_type = [type = fold(filter.type)](const FoldedValue& value) {
      return value == type;
    };
    TRY(keep_by_value(segment, {WordColumn::kType}, is_type, documents));
  }
  if (!filter.agency.empty()) {
    const auto has_part = [part = fold(filter.agency)](const FoldedValue& value) {
      return value && value->find(part) != std::string::npos;
    };
    TRY(keep_by_value(segment, {WordColumn::kAgency, WordColumn::kParentAgency}, has_part,
                      documents));
  }
  return {};
}

}  // namespace tangthu::archive
