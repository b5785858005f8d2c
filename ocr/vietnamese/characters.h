// Characters that stand for others: letters of other alphabets that look the same, and
// strokes among digits. What a number or a code says is never changed, only what it is
// written with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/text.h"
#include "ocr/vietnamese/tokens.h"

namespace tangthu::ocr::vietnamese {

// Ð for Đ anywhere, once where it was seen twice; ⁄ for / in a code with letters; Ø for 0
// beside digits, unless `before` announces a number or a day: what is written there by
// hand is no one's to guess. Nothing where the word is as it should be.
std::optional<std::u32string> with_usual_characters(const std::u32string& word,
                                                    const std::u32string& before);

// "(để bíc)" is "(để b/c)": what a copy is for, after "để", has four forms.
std::optional<std::u32string> as_purpose(const std::u32string& word,
                                         const std::u32string& before);
// "b/c)" and its like, which "(để" stands before.
bool is_purpose(const std::u32string& word);

struct Digits {
  std::size_t token = 0;
  std::u32string text;
};
// I, l and ¡ that are 1: after "Điều", alone in front of a list that goes on with 2, and
// beside the digit of a day or month; among digits where the recogniser saw a 1 too; and
// II. that is III.: in capitals after another II.
std::vector<Digits> find_digits(const PageText& page, const std::vector<Token>& tokens);

}  // namespace tangthu::ocr::vietnamese
