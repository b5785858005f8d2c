#include "scanner/batch/separator_reader.h"

#include <utility>

#include "scanner/batch/barcode.h"

namespace tangthu::scanner {

ReadCode read_separator(const Page& page) {
  ReadCode all;
  for (const FoundCode& found : read_codes(page)) {
    ReadCode one = parse_separator(found.text);
    if (one.kind == CodeKind::kForeign) continue;
    const bool small = found.side_mm < kLeastSeparatorSideMm;
    if (small && one.kind == CodeKind::kSeparator) one = {CodeKind::kDamaged, {}};
    const bool first = all.kind == CodeKind::kForeign;
    const bool agree = one.kind == all.kind && one.separator == all.separator;
    if (!first && !agree) return {CodeKind::kDamaged, {}};
    all = std::move(one);
  }
  return all;
}

}  // namespace tangthu::scanner
