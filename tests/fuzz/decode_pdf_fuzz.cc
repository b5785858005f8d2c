// libFuzzer: any bytes are a PDF or refused, poppler's rendering included, which takes
// most of the time (decode_scan does without).
#include "tests/fuzz/decode.h"

// Fontconfig keeps what it once matched until the process ends.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT: the sanitizer's name
  return "leak:libfontconfig";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tangthu;  // NOLINT: a program of one function
  return fuzz::decode_one([](ByteView file) { scanner::decode_pdf(file, ""); }, data,
                          size);
}
