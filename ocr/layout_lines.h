// From components to pieces of text lines: characters that follow each other without a
// wide gap, with their marks and punctuation.
#pragma once

#include <cstdint>
#include <vector>

#include "base/page.h"
#include "ocr/layout_ink.h"

namespace tangthu::ocr {

// Text between two wide gaps of a line.
struct Piece {
  Box box;                      // of its characters and marks
  int top = 0;                  // of the typical character (the x-height's upper edge)
  int bottom = 0;               // the base line
  int character_height = 0;     // typical, pixels
  std::vector<int> components;  // indices into InkMap::components
};

struct Pieces {
  int x_height = 0;  // typical of the page, pixels; 0 when there is no text
  std::vector<Piece> pieces;
};

// What is far higher than the line that it touches: a stain beside a page's text, but of
// a stamp perhaps a word that ran.
enum class Blots : std::uint8_t { kKept, kDropped };

// May split a component that joins two lines, and so adds components to `ink`.
Pieces find_pieces(InkMap& ink, Blots blots);

}  // namespace tangthu::ocr
