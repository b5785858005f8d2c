// The folded terms of one field of a segment, in order.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "indexer/evaluate.h"
#include "indexer/fuzzy.h"
#include "indexer/segment.h"

namespace tangthu::indexer {

class FieldTerms : public FoldedTerms {
 public:
  // `field`: empty for words anywhere. The view must outlive this.
  FieldTerms(const SegmentView& view, std::string_view field);

  Result<std::optional<std::string_view>> seek(std::string_view from) override;
  Result<std::optional<std::string_view>> next() override;
  // The term at hand.
  TermGroup& group() { return cursor_.group(); }
  // Documents that have it and are not dead.
  Result<std::uint64_t> living();

 private:
  const SegmentView& view_;
  std::string start_;  // of the field's keys
  TermCursor cursor_;
};

}  // namespace tangthu::indexer
