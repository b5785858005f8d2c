// tangthu-decode-pdf: as tangthu-decode, for PDF. A program of its own because poppler
// and what it pulls in take longer to load than a small image takes to decode.
#include "scanner/decode/confine.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

namespace {

struct Input {
  std::string_view password;
  tangthu::ByteView pdf;
};

// As scanner/page_source.cc puts it together: u32 size ‖ password ‖ file.
Input with_password(tangthu::ByteView input) {
  tangthu::ByteReader in(input);
  const auto password = in.raw(in.integer<std::uint32_t>());
  const auto pdf = in.raw(in.remaining());
  return {tangthu::as_text(password), pdf};
}

}  // namespace

int main() {
  using namespace tangthu::scanner;
  const tangthu::ByteView file = map_input();
  confine(Files::kFonts);
  const auto [password, pdf] = with_password(file);
  decode_pdf(pdf, password);
  finish();
}
