// What the stamp of one stain says: frame, words and their shape together.
#pragma once

#include <string>
#include <vector>

#include "ocr/engine.h"
#include "ocr/stamp_image.h"
#include "ocr/text.h"

namespace tangthu::ocr {

struct StainReading {
  std::vector<Stamp> stamps;            // the best of each kind, in boxes of the layer
  bool framed = false;                  // lines were found on all four sides of words
  std::vector<std::string> texts = {};  // all that its attempts read
};

// `layer` as for find_stamps. Words that are none of the standing ones give a stamp of
// kind "other" when they are readable, and a doubtful secrecy stamp when they are not but
// stand in a frame of a stamp's size.
StainReading read_stain(const Page& layer, const Stain& stain, Engine& engine,
                        Deadline deadline);

}  // namespace tangthu::ocr
