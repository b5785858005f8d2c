// Codes of the units inside a body, as symbols ("SNV-CCVC") and "Lưu: VT, CCVC" have
// them. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace tangthu::ocr {

// Abbreviations that offices commonly use; any other may be as right.
bool is_usual_unit(std::string_view code);
// "XDCO", "VUATLĐ", "KHTCC": the usual code that looks the same, or has a letter once
// that was read twice; others stay.
std::string usual_unit(const std::string& code);

// Units of the police bear two figures behind a P and a letter: "PV01".
bool is_police_unit(std::string_view code);
// "PVOI", "PX0I", "PV0I1" → "PV01"; other codes stay.
std::string police_unit(const std::string& code);

// I, l, | and ! as 1, O, Ơ and Ø as 0.
std::string in_figures(std::string_view text);

}  // namespace tangthu::ocr
