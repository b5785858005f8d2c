// Which characters print and scan alike: a small table of our own, used beside what the
// recogniser itself saw. Pure functions.
#pragma once

#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr::vietnamese {

// What `read` may have been on paper instead, with the chance that it was misread so.
// Letters keep their case.
std::vector<Sight> look_alikes(char32_t read);

}  // namespace tangthu::ocr::vietnamese
