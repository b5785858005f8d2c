// Stamps and the text of a page kept apart, once both are found.
#pragma once

#include "ocr/text.h"

namespace tangthu::ocr {

// Unless the same one, or a surer one, was found there before.
void add_stamp(PageText& page, Stamp stamp);

// What is written into a receiver's stamp is no stamp of its own.
void drop_entries(PageText& page);

// A stamp's own words are no text; print that it lies across is.
void drop_stamped_lines(PageText& page);

}  // namespace tangthu::ocr
