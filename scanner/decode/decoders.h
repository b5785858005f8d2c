// The decoders: each takes a whole file, sends its pages (send_page) and returns, or
// leaves by refuse(). Each is the one file that includes its library. They run only in a
// confined process of their own.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "scanner/decode/raster.h"

namespace tangthu::scanner {

void decode_png(ByteView file);   // libpng
void decode_jpeg(ByteView file);  // libjpeg-turbo
void decode_tiff(ByteView file);  // libtiff
void decode_bmp(ByteView file);   // nobody's
void decode_webp(ByteView file);  // libwebp
void decode_jp2(ByteView file);   // OpenJPEG
// An empty password opens what needs none.
void decode_pdf(ByteView file, std::string_view password);  // poppler, QPDF

// The pixels of a file as stored, for an image within a PDF: what the file says of its
// orientation and resolution does not count there. Of a TIFF, its first page.
Raster jpeg_pixels(ByteView file);
Raster tiff_pixels(ByteView file);
Raster jp2_pixels(ByteView file);

// Reads the descriptor itself, sequentially and by seeking: an archive may be larger than
// memory.
void unpack_archive(int file);  // libarchive

}  // namespace tangthu::scanner
