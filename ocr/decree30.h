// The words of Decree 30/2020 on records work (and of what was in force before it: joint
// circular 55/2005, and usage since 1980), as data. Matching is by folded words, so a
// form is given once, as it is written today.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/level.h"

namespace tangthu::ocr {

struct DocumentType {
  std::string_view name;          // sentence case
  std::string_view abbreviation;  // of the symbol; empty where there is none
};
std::span<const DocumentType> document_types();  // Decree 30, annex III

// A number: at most six digits, with at most one letter behind them ("12a").
inline constexpr std::size_t kMaxNumberDigits = 6;
bool is_document_number(std::string_view text);
// A letter, a figure or one of -/.&(): what a symbol is made of.
bool is_symbol_sign(char32_t c);

// The years of the papers that are read here.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2100;

inline constexpr std::string_view kOfficialLetter = "Công văn";

// Headings of the right column: the motto's two lines, with their forerunners.
std::span<const std::string_view> motto_first_lines();
std::span<const std::string_view> motto_second_lines();

// Words with which the name of a body begins, and those that only continue one
// ("TỈNH …" after "ỦY BAN NHÂN DÂN").
std::span<const std::string_view> agency_beginnings();

// Words with which the body of a document begins, where the subject has ended.
std::span<const std::string_view> body_beginnings();

// "KT" (deputises), "TM" (for a council), "TL" (by order), "TUQ" (by mandate).
std::span<const std::string_view> signing_authorities();
// Words with which the title of a signer begins.
std::span<const std::string_view> title_beginnings();
// Ranks and degrees that may stand in front of a signer's name.
std::span<const std::string_view> name_prefixes();
// What stands for a signature, not for a name: "(Đã ký)", "(Ký tên, đóng dấu)".
std::span<const std::string_view> signature_notes();

std::span<const std::string_view> urgency_words();  // from the mildest
struct SecrecyWords {
  std::string_view text;
  Level level;
};
std::span<const SecrecyWords> secrecy_words();
// What a paper of this level is stamped with; empty of Thường.
std::string_view secrecy_stamp(Level level);

}  // namespace tangthu::ocr
