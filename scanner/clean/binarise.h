// Black and white: for archives that want bitonal files, and for fax-sized derivatives.
#pragma once

#include "base/page.h"
#include "base/result.h"

namespace tangthu::scanner {

// `ink`: grey, as CleanedPage has it. The result is grey too, of its size, with 0 and 255
// only. Thread rule: any number of threads. kBadInput for a page that isn't grey.
Result<Page> binarise(const Page& ink);

}  // namespace tangthu::scanner
