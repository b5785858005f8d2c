// Page images as files: PNG, JPEG and TIFF by Leptonica, image-only PDF by Cairo.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"

namespace tangthu::samples {

enum class FileFormat : std::uint8_t { kPng, kJpeg, kTiff, kPdf };

// "png", "jpg", "tif", "pdf"
std::string_view extension(FileFormat format);

// The file's bytes, with the resolution in them. PNG and JPEG hold one page: kUsage for
// more. TIFF pages are LZW; JPEG quality is 88, in PDF too.
Result<Bytes> encode(const std::vector<Page>& pages, FileFormat format);

// For pdf_file.cc.
Result<Bytes> encode_jpeg_page(const Page& page);
Result<Bytes> encode_pdf(const std::vector<Page>& pages);

}  // namespace tangthu::samples
