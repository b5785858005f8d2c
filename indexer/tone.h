// Where the tone mark of a Vietnamese syllable stands.
//
// "hòa, khỏe, thủy" (old) and "hoà, khoẻ, thuỷ" (new) are one word each, and keyboards of
// the nineties left "tòan, hùynh, tíêng" behind. All become the new form: in oa, oe, uy
// on the second vowel, and otherwise on the vowel that bears a hook or a hat. Nothing
// else moves: quý, quà, già, mùa, của stay.
#pragma once

#include <string>

namespace tangthu::indexer {

// `word`: code points, NFC, lower case.
std::u32string place_tone(std::u32string word);

}  // namespace tangthu::indexer
