// Where a line's words lie: the network's columns say it roughly, the ink exactly.
#pragma once

#include <vector>

#include "ocr/engine.h"
#include "ocr/reader/line_input.h"

namespace tangthu::ocr::reader {

struct Stretch {
  int left = 0;  // pixels
  int right = 0;
};

// The boxes of the ink of words that lie at about `words`, left to right. Words are
// parted at the widest gap near where one ends and the next begins; a word without ink
// has the picture's height.
std::vector<Box> boxes_of(const GreyImage& image, Ink ink,
                          const std::vector<Stretch>& words);

// The picture's ink with a narrow frame, as Tesseract cuts it for further models.
struct TightCut {
  GreyImage image;
  int x = 0;  // of its left edge in the whole picture
};
TightCut tight_cut(const GreyImage& image);

}  // namespace tangthu::ocr::reader
