// Comparing recognised words with expected ones. A key is what survives recognition
// best: folded letters and digits, nothing else ("CỘNG HÒA" → "conghoa").
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tangthu::ocr {

std::string match_key(std::string_view text);

// Levenshtein's distance between byte strings.
std::size_t edit_distance(std::string_view a, std::string_view b);

// 1 for equal keys, 0 for nothing in common.
double similarity(std::string_view key_a, std::string_view key_b);

// How well `key` begins with `start`, allowing for letters lost or added there.
double start_similarity(std::string_view key, std::string_view start);

// The best of either over a word list (folded here).
double best_similarity(std::string_view key, std::span<const std::string_view> words);

// Of the letters in `text`, the share that are capitals; 0 without letters.
double capital_share(std::string_view text);
bool starts_with_capital(std::string_view text);
bool has_digit(std::string_view text);

// Without spaces and the given ASCII characters at both ends.
std::string trimmed(std::string_view text, std::string_view also = "");

// Without its marks: "Ố" → 'o'; 0 for what is no one letter then.
char folded_letter(char32_t c);

// Signs that recognition writes in place of the typist's: "⁄" for "/", "Ð" for "Đ",
// dashes for "-".
std::string plain_signs(std::string_view text);

}  // namespace tangthu::ocr
