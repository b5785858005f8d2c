// Surnames of Viet Nam. A few of them name most people; one that is none of
// these may well be a misread one (Đỉnh for Đinh).
#pragma once

#include <string>
#include <string_view>

namespace tangthu::ocr {

// One of the surnames that nearly every person bears; `name` in small letters, NFC.
bool is_common_surname(std::string_view name);

// Any surname that is known, the rarer ones and those of minorities included.
bool is_surname(std::string_view name);

// The only surname with these letters, of which `folded` has no marks; empty where there
// is none, or where there are two.
std::string surname_of_letters(std::string_view folded);

}  // namespace tangthu::ocr
