// The lines that a subject stands in: under the type, under the number of an official
// letter, or in the body of a letter of introduction. Runs belong to the page.
#pragma once

#include <vector>

#include "ocr/fields_parts.h"
#include "ocr/fields_view.h"

namespace tangthu::ocr {

inline constexpr double kTitleShare = 0.7;  // of the page's height: titles stand above

bool is_centred(const Run& run, int middle, int tolerance);

// `below`: what stands below the heading, from the top down. After `last`, centred around
// `middle`; `taken` are lines of it already.
Runs subject_lines(const PageView& page, const Runs& below, const Run& last, int middle,
                   Runs taken);
// Where the type is lost below a stamp, its subject may still say that it is one.
Runs untitled_subject(const PageView& page, const Runs& below);
// "Về việc: …" in the body, as letters of introduction have it (Decree 30, form 1.8).
Runs subject_in_body(const Runs& below);
// "V/v …" under the number.
Runs side_subject_lines(const PageView& page, const Heading& heading);

// Without "V/v", "V/v:" or "Về việc:", whatever recognition made of the slash.
std::vector<Word> without_opening(std::vector<Word> words);
// Subjects end without a sign; specks stand in front.
Phrase subject_phrase(std::vector<Word> words, const KnownPairs& pairs);

}  // namespace tangthu::ocr
