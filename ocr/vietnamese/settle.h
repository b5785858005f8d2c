// Settles words that may be another syllable: among what the recogniser saw and what
// looks alike, by what the model knows of their neighbours.
#pragma once

#include <string>
#include <vector>

#include "ocr/text.h"
#include "ocr/vietnamese/model.h"
#include "ocr/vietnamese/tokens.h"

namespace tangthu::ocr::vietnamese {

struct Settled {
  std::size_t token = 0;
  std::u32string core;
  CorrectionReason reason = CorrectionReason::kSyllable;
};

// Tokens of one page and the columns of its words. Only syllables that are attested come
// out; names of persons, numbers, codes and acronyms stay.
std::vector<Settled> settle_syllables(const Model& model, const PageText& page,
                                      const std::vector<Token>& tokens);

}  // namespace tangthu::ocr::vietnamese
