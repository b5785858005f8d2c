#include "base/bytes.h"

namespace tangthu {

// Out of line: inlined, g++ 12 warns of overflows that can't be (its bug 105329).
void ByteWriter::raw(ByteView bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

}  // namespace tangthu
