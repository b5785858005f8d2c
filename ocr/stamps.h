// Stamps and seals on the red layer of a page.
//
// Overlooking a secrecy stamp is the worst that can happen here: a short framed word that
// can't be read is returned as a secrecy stamp of low confidence.
#pragma once

#include <vector>

#include "base/page.h"
#include "ocr/engine.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// `layer`: grey, dark where there is stamp ink, white elsewhere. Boxes in its pixels;
// Stamp::page stays 0. Quick when the layer is empty.
std::vector<Stamp> find_stamps(const Page& layer, Engine& engine, Deadline deadline);

}  // namespace tangthu::ocr
