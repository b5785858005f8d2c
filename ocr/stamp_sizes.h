// What a stamp must measure, and where it must stand, to be believed.
#pragma once

#include "base/page.h"
#include "ocr/stamp_image.h"
#include "ocr/text.h"

namespace tangthu::ocr {

double mm(int pixels, const Page& layer);
Box shared_part(const Box& a, const Box& b);

// A ring of ink of a round seal's size.
bool is_seal(const Stain& stain, const Page& layer);
// At most as large as a stamp with one line of words, turned ones included; and at least
// as high as a frame.
bool has_stamp_size(const Box& box, const Page& layer);
bool has_frame_size(const Box& box, const Page& layer);
// What has no stamp's sides is a pen's stroke, a part of a seal or dirt. Low down on the
// page nothing but a frame makes words a stamp.
bool may_be_words(const Stain& stain, const Page& layer);

// Secrecy, its end, or urgency.
bool is_standing(const Stamp& stamp);
// A level that could not be read, or hardly.
bool is_doubt(const Stamp& stamp);
// A level stands below the number, in the left column (Decree 30, annex I, box 10a); on
// the right are receivers' stamps with cells of the same size.
bool stands_on_left(const Box& box, const Page& layer);
// Doubt raises a page where stamps stand, and in their size, only.
bool is_believable(const Stamp& stamp, const Page& layer);
// Without a frame around it: a scrap of print or of a pen has another size.
bool has_stamps_sides(const Stamp& stamp, const Page& layer);

}  // namespace tangthu::ocr
