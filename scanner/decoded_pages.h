// Frames of a decoder process → pages.
#pragma once

#include <memory>
#include <string>

#include "scanner/page_source.h"
#include "scanner/sandbox.h"

namespace tangthu::scanner {

// `name` is the file's, for errors. Believes nothing that the decoder says; pixels go
// from the pipe straight into the page.
std::unique_ptr<PageSource> decoded_pages(DecoderProcess decoder, std::string name);

}  // namespace tangthu::scanner
