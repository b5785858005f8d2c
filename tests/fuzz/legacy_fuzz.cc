// libFuzzer: any bytes are legacy text or not; what is read is composed Unicode, and is
// not read again once it has a letter that only Unicode has.

#include "base/unicode.h"
#include "ocr/vietnamese/legacy_text.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;                   // NOLINT: a program of one file
using namespace tangthu::ocr::vietnamese;  // NOLINT

using fuzz::must;

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  for (const char* text :
       {"Céng hßa x· héi chñ nghÜa ViÖt Nam", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
        "QUYÕT §ÞNH", "Quy\xD5t \xAE\xDEnh", "Quyết định", "déjà vu", "mËt"}) {
    out.push_back({"legacy-" + std::to_string(out.size()), to_bytes(as_bytes(text))});
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(as_text({data, size}));
  for (const Evidence evidence : {Evidence::kOneWord, Evidence::kTwoWords}) {
    const auto read = read_legacy(text, evidence);
    must(without_legacy(text, evidence) == (read ? read->text : text));
    if (!read) continue;
    must(to_nfc(read->text) == read->text);
    must(evidence == Evidence::kTwoWords || read_legacy(text, Evidence::kOneWord));
    bool unicode_only = false;
    for (const char32_t c : to_code_points(read->text))
      unicode_only = unicode_only || (c >= 0x1EA0 && c <= 0x1EF9);
    must(!unicode_only || !read_legacy(read->text, evidence));
  }
  return 0;
}
