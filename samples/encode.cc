#include "samples/encode.h"

#include <array>
#include <memory>

#include <leptonica/allheaders.h>

namespace tangthu::samples {
namespace {

constexpr int kJpegQuality = 88;

struct PixFree {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixFree>;
struct PixaFree {
  void operator()(Pixa* pixa) const { pixaDestroy(&pixa); }
};
struct Free {
  void operator()(l_uint8* memory) const { lept_free(memory); }
};

Failure encoding_failed() {
  return fail(ErrorCode::kUnexpected, "a sample page can't be encoded",
              "choose another --format");
}

PixPtr to_pix(const Page& page) {
  const bool grey = page.format() == PixelFormat::kGrey;
  PixPtr pix(pixCreate(page.width(), page.height(), grey ? 8 : 32));
  if (!pix) return pix;
  pixSetResolution(pix.get(), page.dpi(), page.dpi());
  l_uint32* data = pixGetData(pix.get());
  const int words = pixGetWpl(pix.get());
  for (int y = 0; y < page.height(); ++y) {
    l_uint32* line = data + static_cast<std::ptrdiff_t>(y) * words;
    const std::uint8_t* row = page.row(y);
    for (int x = 0; x < page.width(); ++x) {
      if (grey) {
        SET_DATA_BYTE(line, x, row[x]);
      } else {
        const std::uint8_t* rgb = row + static_cast<std::ptrdiff_t>(x) * 3;
        composeRGBPixel(rgb[0], rgb[1], rgb[2], line + x);
      }
    }
  }
  return pix;
}

Result<Bytes> written(l_uint8* memory, std::size_t size, l_int32 status) {
  const std::unique_ptr<l_uint8, Free> owner(memory);
  if (status != 0 || memory == nullptr) return encoding_failed();
  return Bytes(memory, memory + size);
}

Result<Bytes> encode_png(const Page& page) {
  const PixPtr pix = to_pix(page);
  if (!pix) return encoding_failed();
  l_uint8* memory = nullptr;
  std::size_t size = 0;
  const l_int32 status = pixWriteMemPng(&memory, &size, pix.get(), 0);
  return written(memory, size, status);
}

Result<Bytes> encode_tiff(const std::vector<Page>& pages) {
  const std::unique_ptr<Pixa, PixaFree> all(pixaCreate(static_cast<int>(pages.size())));
  for (const Page& page : pages) {
    PixPtr pix = to_pix(page);
    if (!pix) return encoding_failed();
    pixaAddPix(all.get(), pix.release(), L_INSERT);
  }
  l_uint8* memory = nullptr;
  std::size_t size = 0;
  const l_int32 status = pixaWriteMemMultipageTiff(&memory, &size, all.get());
  return written(memory, size, status);
}

}  // namespace

std::string_view extension(FileFormat format) {
  static constexpr std::array<std::string_view, 4> kExtensions = {"png", "jpg", "tif",
                                                                  "pdf"};
  return kExtensions[static_cast<std::size_t>(format)];
}

Result<Bytes> encode_jpeg_page(const Page& page) {
  const PixPtr pix = to_pix(page);
  if (!pix) return encoding_failed();
  l_uint8* memory = nullptr;
  std::size_t size = 0;
  const l_int32 status = pixWriteMemJpeg(&memory, &size, pix.get(), kJpegQuality, 0);
  return written(memory, size, status);
}

Result<Bytes> encode(const std::vector<Page>& pages, FileFormat format) {
  if (format == FileFormat::kPdf) return encode_pdf(pages);
  if (format == FileFormat::kTiff) return encode_tiff(pages);
  if (pages.size() != 1) {
    return fail(ErrorCode::kUsage, "this format holds one page only",
                "choose --format tiff, pdf or mixed, or --pages single");
  }
  return format == FileFormat::kPng ? encode_png(pages[0]) : encode_jpeg_page(pages[0]);
}

}  // namespace tangthu::samples
