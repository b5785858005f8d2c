// The sizes of the images of a PDF, found by their dictionaries in its plain bytes, and
// the one that may be the scan of a page. No third party; a wrong guess costs sharpness
// or time, never content, because the page is rendered whatever its images.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"

namespace tangthu::scanner {

struct PdfImage {
  int width = 0;  // pixels
  int height = 0;
  bool operator==(const PdfImage&) const = default;
};

// Each size once. At most kMaxPdfImageSizes of them.
inline constexpr std::size_t kMaxPdfImageSizes = 1'000;
std::vector<PdfImage> find_pdf_images(ByteView file);

// An image with the proportions of a page (in points, as seen), either way up, that
// covers it at 100–1200 dpi; the finest of several. Its sides as the page is seen.
std::optional<PdfImage> scan_of_page(const std::vector<PdfImage>& images, double width,
                                     double height);

}  // namespace tangthu::scanner
