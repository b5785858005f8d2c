// The fields of Decree 30/2020 from recognised pages, and the level that stamps demand.
#pragma once

#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// Only what was found is in the map; a field that is there but can't be read has no value
// or a low confidence, never a guess with a high one. Boxes are in cleaned pixels.
Fields read_fields(const std::vector<PageText>& pages);

// The highest level that a secrecy stamp shows; a doubtful stamp counts as the higher.
// GIẢI MẬT does not lower it: that takes a person.
Level demanded_level(const std::vector<PageText>& pages);

// Fields, stamps and level, from the pages.
DocumentText read_document(std::string file, std::vector<PageText> pages);

}  // namespace tangthu::ocr
