// A PDF's structure by QPDF: who signed it, what lies on its pages. Rendering is
// poppler's (pdf.cc).
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "scanner/decode/raster.h"

namespace tangthu::scanner {

struct ImageSize {
  int width = 0;  // pixels
  int height = 0;
};

class PdfFile {
 public:
  // Nothing where QPDF can't make sense of the file; refuses it (kLocked) where it
  // needs another password. `file` must outlive the object.
  static std::unique_ptr<PdfFile> open(ByteView file, std::string_view password);
  ~PdfFile();

  int pages() const;

  // Is there a signature, of whatever kind: a signed field (ISO 32000-1, 12.8.1), or
  // one that certifies the document (12.8.4)? Says nothing of whether it is valid.
  bool has_signature() const;

  // The page as its one image has it, pixel for pixel, turned as it is seen: where the
  // image covers the page and nothing else on it can be seen. Nothing where the page
  // must be rendered. Refuses an image that is damaged.
  std::optional<Raster> scan(int page) const;

  // What pdf_content.h says of it.
  double prevailing_dpi(int page) const;

  // Of the images of the page, in its resources and in its forms'. At most
  // kMaxPdfImages.
  static constexpr std::size_t kMaxPdfImages = 1'000;
  std::vector<ImageSize> image_sizes(int page) const;

 private:
  class Impl;
  explicit PdfFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::scanner
