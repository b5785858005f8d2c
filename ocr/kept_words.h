// The words of the last recipient: who keeps the document, in how many copies.
//
// What is mended here was no such word as read ("(020)", "VT.NVD"); it comes with a
// confidence that says how much was guessed. Pure functions.
#pragma once

#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// "Lưu: VT, TCCB (05b)": commas with their spaces, codes of units, the number of copies.
std::vector<Word> kept_item(std::vector<Word> words);

}  // namespace tangthu::ocr
