// Recognised text as ALTO 4.4 (Library of Congress), the format of digital libraries.
#pragma once

#include <string>

#include "ocr/text.h"

namespace tangthu::ocr {

// One file of all pages: TextBlock, TextLine, String and SP in reading order, confidence
// as WC and PC. Boxes and baselines are pixels of the master.
std::string to_alto(const DocumentText& document);

}  // namespace tangthu::ocr
