// The pixels of an image within a PDF, by the decoder of what it is: JPEG, fax, JPEG
// 2000, or plain samples.
#pragma once

#include <optional>

#include "scanner/decode/pdf_qpdf.h"
#include "scanner/decode/raster.h"

namespace tangthu::scanner {

// As stored. Nothing where the image is of a kind that is left to the renderer: masks,
// transparency, inks, colours by other spaces than grey, RGB and palettes of them, JBIG2.
// Refuses an image whose data is damaged.
std::optional<Raster> pixels_of(QPDFObjectHandle image);

}  // namespace tangthu::scanner
