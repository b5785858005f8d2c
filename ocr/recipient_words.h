// The words of one recipient, where the decree says which there can be: what a copy is
// for.
//
// What is mended here was no such word as read ("(để b/€)"); it comes with a
// confidence that says how much was guessed. Pure functions.
#pragma once

#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// "Bộ Nội vụ (để b/c)": purposes as they are abbreviated, the bracket closed.
std::vector<Word> purpose_item(std::vector<Word> words);

}  // namespace tangthu::ocr
