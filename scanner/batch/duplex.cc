#include "scanner/batch/duplex.h"

namespace tangthu::scanner {

int collated_page(Pass pass, int came_before, int sheets) {
  return pass == Pass::kFronts ? 2 * came_before + 1 : 2 * (sheets - came_before);
}

Failure passes_differ() {
  return fail(ErrorCode::kBadInput, "the two passes have different numbers of sheets",
              "count the sheets; 'tangthu scan --resume' scans the second pass again, "
              "'tangthu batches discard' gives up both");
}

}  // namespace tangthu::scanner
