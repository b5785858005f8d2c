// By whose authority a paper is signed: "KT. GIÁM ĐỐC", "T/M".
#pragma once

#include <string>
#include <vector>

#include "ocr/fields_view.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// "kt", "tm" … where the line begins with them; empty when it is no authority.
std::string authority_of(const Run& run);

// "KT: GIÁM ĐỐC" → "KT. GIÁM ĐỐC": what follows the letters is a full stop, or "T/M".
std::vector<Word> authority_words(const Runs& runs);

}  // namespace tangthu::ocr
