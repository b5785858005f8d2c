// libFuzzer: what QPDF and our own eyes find in a PDF without rendering it: signatures,
// pages that are one image, their pixels.
#include "scanner/decode/emit.h"
#include "scanner/decode/pdf_file.h"
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;  // NOLINT: a program of one file

void read_structure(ByteView file) {
  const auto pdf = scanner::PdfFile::open(file, "secret");
  if (!pdf) return;
  if (pdf->has_signature()) scanner::send_facts(scanner::kSigned);
  constexpr int kMostPages = 5;
  for (int page = 0; page < std::min(pdf->pages(), kMostPages); ++page) {
    fuzz::must(pdf->image_sizes(page).size() <= scanner::PdfFile::kMaxPdfImages);
    fuzz::must(pdf->prevailing_dpi(page) >= 0);
    auto scan = pdf->scan(page);
    if (scan) scanner::send_page(std::move(*scan));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(read_structure, data, size);
}
