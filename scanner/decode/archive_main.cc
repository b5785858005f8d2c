// tangthu-decode-archive: an archive on descriptor 3 → its members on descriptor 4.
#include <clocale>

#include "scanner/decode/confine.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

int main() {
  using namespace tangthu::scanner;
  std::setlocale(LC_CTYPE, "C.UTF-8");  // for the names of members
  confine(Files::kNone);
  unpack_archive(kInputFd);
  finish();
}
