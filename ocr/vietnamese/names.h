// Capitals that lost their marks: "TINH QUANG NGAI" where one known name fits.
#pragma once

#include <string>
#include <vector>

#include "ocr/vietnamese/model.h"
#include "ocr/vietnamese/tokens.h"

namespace tangthu::ocr::vietnamese {

struct Restored {
  std::size_t token = 0;
  std::u32string core;
};

// Only marks are added, only to words in capitals, only where the whole name stands there
// and no other known name is spelled like it.
std::vector<Restored> restore_names(const Model& model, const std::vector<Token>& tokens);

}  // namespace tangthu::ocr::vietnamese
