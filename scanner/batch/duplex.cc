#include "scanner/batch/duplex.h"

namespace tangthu::scanner {

Result<std::vector<Side>> collate(std::size_t fronts, std::size_t backs) {
  if (fronts != backs) {
    return fail(ErrorCode::kBadInput, "the two passes have different numbers of sheets",
                "count the sheets and scan the shorter pass again; nothing was taken in");
  }
  std::vector<Side> out;
  out.reserve(2 * fronts);
  for (std::size_t sheet = 0; sheet < fronts; ++sheet) {
    out.push_back({Pass::kFronts, sheet});
    out.push_back({Pass::kBacks, fronts - 1 - sheet});
  }
  return out;
}

}  // namespace tangthu::scanner
