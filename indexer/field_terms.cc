#include "indexer/field_terms.h"

#include "indexer/term_hits.h"

namespace tangthu::indexer {

FieldTerms::FieldTerms(const SegmentView& view, std::string_view field)
    : view_(view),
      start_(std::string(field) + '\0'),
      cursor_(view.segment.terms(start_)) {}

Result<std::optional<std::string_view>> FieldTerms::seek(std::string_view from) {
  cursor_ = view_.segment.terms(start_ + std::string(from));
  return next();
}

Result<std::optional<std::string_view>> FieldTerms::next() {
  if (!TRY(cursor_.next()) || !cursor_.key().starts_with(start_)) return std::nullopt;
  return std::string_view(cursor_.group().folded);
}

Result<std::uint64_t> FieldTerms::living() {
  if (view_.dead_count == 0) return std::uint64_t{group().documents};
  TermMeaning meaning;
  meaning.documents = group().documents;
  meaning.groups.push_back(group());
  return count_living(view_.segment, meaning, view_.dead);
}

}  // namespace tangthu::indexer
