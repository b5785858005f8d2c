// The frame of a stamp in its upright picture, and the words' place inside it.
#pragma once

#include <optional>
#include <vector>

#include "base/page.h"

namespace tangthu::ocr {

// `picture`: grey, dark on white, the stamp upright within about two degrees.
struct FramedWords {
  Box inside;  // between the frame's lines
  Box words;   // the ink in it; empty when there is none
};

// Nothing unless lines run along all four sides.
std::optional<FramedWords> find_framed_words(const Page& picture);

// How many letters words of this shape have, from width and height with their marks.
// Measured with bold capitals of serif and sans faces: MẬT 1.9–2.4, TỐI MẬT 3.4–4.2,
// TUYỆT MẬT 4.8–5.8.
int letters_of_shape(const Box& words);
// The same from a stain around a frame that leans, in millimetres: MẬT about 2.2, TỐI MẬT
// 3.2, TUYỆT MẬT 4.2, or more where its length says so.
int letters_of_stain(double width_mm, double height_mm);
// And from a frame's own sides, in millimetres: by law 20, 30 and 40 by 8, cut more
// tightly by some, higher where it has two borders. The more of what length and shape
// say.
int letters_of_frame(double width_mm, double height_mm);

// The ink inside a box; empty when there is none.
Box inked_within(const Page& picture, const Box& box);

// The rows that words of a stamp stand in, upper first: two where they are higher than
// one by law can be and white parts them (GIẢI MẬT above its day); else the words alone.
std::vector<Box> rows_of(const Page& picture, const Box& words);

}  // namespace tangthu::ocr
