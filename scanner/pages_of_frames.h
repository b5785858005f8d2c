// A page as a helper process announces it.
#pragma once

#include <optional>

#include "base/page.h"
#include "scanner/decode/frames.h"

namespace tangthu::scanner {

// The page of a kPage frame, its pixels still to be read; nothing when what is announced
// lies outside the limits of base/page.h, which no honest helper does.
std::optional<Page> announced_page(const Frame& frame);

}  // namespace tangthu::scanner
