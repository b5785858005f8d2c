// The decoders: each takes a whole file, sends its pages (send_page) and returns, or
// leaves by refuse(). Each is the one file that includes its library. They run only in a
// confined process of their own.
#pragma once

#include "base/bytes.h"

namespace tangthu::scanner {

void decode_png(ByteView file);   // libpng
void decode_jpeg(ByteView file);  // libjpeg-turbo
void decode_tiff(ByteView file);  // libtiff
void decode_pdf(ByteView file);   // poppler

// Reads kInputFd itself, sequentially and by seeking: an archive may be larger than
// memory.
void unpack_archive();  // libarchive

}  // namespace tangthu::scanner
