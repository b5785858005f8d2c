// The receiver's stamp (Decree 30/2020: "ĐẾN"; about 50 × 30 mm): the name of an office,
// ĐẾN or CÔNG VĂN ĐẾN, and room for number, day and where it was passed on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/engine.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// A frame that is large enough, on a layer of this resolution.
bool may_be_incoming(const Rectangle& frame, int dpi);

// What rows of words say, when it is such a stamp's form. No box.
std::optional<Stamp> incoming_in(const std::vector<std::string>& rows);

// The same where no frame was found: by its words alone, which stand close together on
// the upper half of a page (`height`, in pixels).
std::optional<Stamp> incoming_in_lines(const std::vector<Line>& lines, int height,
                                       int dpi);

// `lines`: what was read as text on the page; what lies in the frame counts. When that
// does not say it, the frame's ink on the layer is read.
std::optional<Stamp> read_incoming(const Page& layer, const Rectangle& frame,
                                   const std::vector<Line>& lines, Engine& engine,
                                   Deadline deadline);

}  // namespace tangthu::ocr
