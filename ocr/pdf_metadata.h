// What a PDF/A-2u says of itself: XMP (ISO 16684-1), and the colours it means.
#pragma once

#include <string>

#include "base/bytes.h"
#include "ocr/pdf.h"

namespace tangthu::ocr {

inline constexpr const char* kProducer = "tangthu";

// An XMP packet with the PDF/A identification (ISO 19005-2, 6.6.4). It agrees with the
// document information dictionary; the title is left out where it is empty, the dates
// where `created` is 0.
std::string xmp_packet(const PdfInfo& info);

// "D:20260301071500Z"
std::string pdf_date(UnixSeconds seconds);

// The sRGB profile (ICC 4) by Little CMS; equal bytes at every call.
Bytes srgb_profile();

}  // namespace tangthu::ocr
