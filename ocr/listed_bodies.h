// The names of bodies that our lists have (ocr/data/agencies.txt): what print, dirt and
// typewriters made of one of them. Thread rule: any thread.
#pragma once

#include <string_view>
#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// Whether a listed name has just these letters (match_key).
bool is_listed_body(std::string_view key);

// "SỞ TÀI NguxyÊn VÀ MÔI TRƯỜNG", "LƯU TRỠ", "THỂ, THAO": where all words at the front
// but few are those of one listed name, as it has them, in capitals. Words that were far
// off are for a person. Everything else stays.
std::vector<Word> as_listed_body(std::vector<Word> words);

}  // namespace tangthu::ocr
