// tangthu-decode-pdf: as tangthu-decode, for PDF. A program of its own because poppler
// and what it pulls in take longer to load than a small image takes to decode.
#include "scanner/decode/confine.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

int main() {
  using namespace tangthu::scanner;
  const tangthu::ByteView file = map_input();
  confine(Files::kFonts);
  decode_pdf(file);
  finish();
}
