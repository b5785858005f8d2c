// Words of an access copy in place of those that were misread. The picture stays; what is
// not changed stays where it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/pdf.h"

namespace tangthu::ocr {

// Where new words go, seen from a word that the page has.
enum class WordPlace {
  kInstead,   // they share its place; without new words it goes
  kBehind,    // into the room behind it
  kNextLine,  // on a line of their own below its line; below a page's top edge where the
              // page has no words
};

struct WordChange {
  std::size_t word = 0;  // from 0, among those that the page shows
  WordPlace place = WordPlace::kInstead;
  std::vector<std::string> words;
};

// Whether a page shows the word: it has a character that can stand in text.
bool is_shown(std::string_view word);

struct PdfRevision {
  int page = 0;                     // of the PDF, from 1; 0: no page changes
  std::size_t words = 0;            // that the page shows before
  std::vector<WordChange> changes;  // `word` rising; of one word in their order
  std::optional<PdfInfo> info;      // what it is to say of itself
};

// Of a PDF that write_pdf made, or this. kBadInput when it is another, or the page shows
// another number of words; kNotFound without such a page.
Result<Bytes> revise_pdf(ByteView pdf, const PdfRevision& revision);

}  // namespace tangthu::ocr
