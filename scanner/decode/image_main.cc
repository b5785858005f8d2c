// tangthu-decode: one image file on descriptor 3 → pages on descriptor 4, then gone.
// Started by scanner/sandbox.cc only; not a tool for people.
#include <string_view>

#include "scanner/decode/confine.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

int main(int argc, char** argv) {
  using namespace tangthu::scanner;
  const std::string_view type = argc == 2 ? argv[1] : "";
  const tangthu::ByteView file = map_input();
  confine(Files::kNone);
  if (type == "png") {
    decode_png(file);
  } else if (type == "jpg") {
    decode_jpeg(file);
  } else if (type == "tiff") {
    decode_tiff(file);
  } else if (type == "bmp") {
    decode_bmp(file);
  } else if (type == "webp") {
    decode_webp(file);
  } else if (type == "jp2") {
    decode_jp2(file);
  } else {
    refuse(Fault::kUnsupported);
  }
  finish();
}
