// People's committees and councils at the beginning of a name: what stands behind the
// first word leaves no doubt what it is. Pure function.
#pragma once

#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// "LBND TỈNH" → "UBND TỈNH", "LÝ BAN NHÂN DÂN" → "UỶ BAN NHÂN DÂN", "Ly bản nhân dân" →
// "Ủy ban nhân dân". The hook goes where a mark was read, on the U where none was. A
// changed word is at most as sure as `confidence`.
void mend_committee(std::vector<Word>& words, double confidence);

}  // namespace tangthu::ocr
