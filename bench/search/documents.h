// Made documents of at least 200 syllables, as recognition would give them: heading,
// type, subject, body, signature, on pages; and the fields that were read from them.
#pragma once

#include <cstdint>

#include "bench/search/corpus_file.h"
#include "bench/search/language.h"

namespace tangthu::bench {

inline constexpr int kLeastWords = 200;

struct MadeRecord {
  Record written;
  // The same words folded, parted by blanks; the field `date` as it is.
  Record folded;
  int words = 0;  // of the pages
};

// The same seed and number, the same document, whatever the others are.
class DocumentMaker {
 public:
  DocumentMaker(const Language& language, std::uint64_t seed)
      : language_(language), seed_(seed) {}
  MadeRecord make(std::uint32_t number) const;

 private:
  const Language& language_;
  std::uint64_t seed_;
};

}  // namespace tangthu::bench
