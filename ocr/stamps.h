// Stamps and seals on the red layer of a page.
//
// Overlooking a secrecy stamp is the worst that can happen here: a short framed word that
// can't be read is returned as a secrecy stamp of low confidence.
#pragma once

#include <optional>
#include <vector>

#include "base/page.h"
#include "ocr/engine.h"
#include "ocr/layout.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// `layer`: grey, dark where there is stamp ink, white elsewhere. Boxes in its pixels;
// Stamp::page stays 0. Quick when the layer is empty. `lines`: what was read as text on
// the page.
std::vector<Stamp> find_stamps(const Page& layer, const std::vector<Line>& lines,
                               Engine& engine, Deadline deadline);

// Receivers' stamps, which are blue as often as red, in the page's own ink (`text` is
// taken out) and, where there is one, the layer of blue ink together.
std::vector<Stamp> find_receivers_stamps(Page ink, const Page* blue, const Layout& layout,
                                         const std::vector<PieceRow>& text,
                                         const std::vector<Line>& lines, Engine& engine,
                                         Deadline deadline);

// Stamps on a page captured without colour, where their ink is among the text: seals,
// receivers' stamps, and framed words that are standing words beyond
// doubt. `text`: the rows that were read as text; they are taken out of `ink` and stamps
// are sought in the rest. `lines`: all that was read.
std::vector<Stamp> find_stamps_in_ink(Page ink, const Layout& layout,
                                      const std::vector<PieceRow>& text,
                                      const std::vector<Line>& lines, Engine& engine,
                                      Deadline deadline);

// The stamp that a line of text is, when all of it is a standing word in capitals.
std::optional<Stamp> stamp_in_line(const Line& line);

// A short line that may be a stamp's words, or its frame read as signs: it must not be
// taken out of the ink before stamps are sought there.
bool may_be_stamp(const Line& line);

}  // namespace tangthu::ocr
