// Vietnamese text from before Unicode: TCVN3 (ABC fonts, .VnTime) and VNI (VNI-Times).
//
// Such text is a font's idea of Latin-1: "ViÖt Nam" (TCVN3) and "Vieät Nam" (VNI) are
// both "Việt Nam". It comes as these Latin-1 letters in UTF-8, as when it was copied or
// lay in a PDF, or as bare bytes. It is known by what it makes: as one of the encodings
// its words are Vietnamese syllables, as they stand they aren't. TCVN 5712:1993 (VN3);
// VNI by its fonts. Pure functions: safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::ocr::vietnamese {

enum class LegacyEncoding : std::uint8_t { kTcvn3, kVni };

struct LegacyText {
  std::string text;  // UTF-8, NFC
  LegacyEncoding encoding;
};

// How many words must speak for it: a query may be of one.
enum class Evidence : std::uint8_t { kOneWord, kTwoWords };

// Nothing where the text is none: always where it has a letter that only Unicode has (ă,
// ơ, ế, a combining mark), and where half of its marked words are syllables as they stand
// or a tenth would not become one.
std::optional<LegacyText> read_legacy(std::string_view text,
                                      Evidence evidence = Evidence::kTwoWords);

// The text itself where it is not legacy.
std::string without_legacy(std::string_view text,
                           Evidence evidence = Evidence::kTwoWords);

}  // namespace tangthu::ocr::vietnamese
