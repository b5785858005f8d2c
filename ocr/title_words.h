// The titles of those who sign, as they stand above a signature in capitals: what a
// seal's rim or faint print made of them, beside the list of usual ones.
#pragma once

#include <vector>

#include "ocr/fields_view.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// The line opens with a title of the decree's table, or is a letter off a usual one.
bool begins_title(const Run& run);

// In capitals, or a title but for letters whose small form looks the same ("GIÁM Đốc").
bool is_in_capitals(const Run& run);

// "BỘ xRưởnG", "THỨ 'rxƯỞNG": a typewriter's TRƯỞNG behind what it is chief of,
// for a person unless the neighbours vouch for it.
std::vector<Word> with_chiefs(std::vector<Word> words);

// "GIẤÁM ĐỐC", "HIỆU:'TRƯỞNG": the usual title in front that they differ from by one
// letter at most, where there is one only. Marks are left to the neighbours (KnownPairs).
std::vector<Word> mended_title(std::vector<Word> words);

}  // namespace tangthu::ocr
