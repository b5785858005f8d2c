// Punctuation that scans alike: commas read as full stops, semicolons as colons; and en
// dashes, which the model has no character for, by their width.
#pragma once

#include <string>
#include <vector>

#include "ocr/text.h"
#include "ocr/vietnamese/tokens.h"

namespace tangthu::ocr::vietnamese {

struct Punctuated {
  std::size_t token = 0;
  std::u32string text;
};

std::vector<Punctuated> settle_punctuation(const PageText& page,
                                           const std::vector<Token>& tokens);
// Hyphens that are en dashes. None on a page of a typewriter, whose hyphens are as wide.
std::vector<Punctuated> find_dashes(const PageText& page,
                                    const std::vector<Token>& tokens);

}  // namespace tangthu::ocr::vietnamese
