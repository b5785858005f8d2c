// Is this the first page of a document? By its heading (Decree 30/2020): the national or
// party motto at the top, below it number and symbol, place and date.
#pragma once

#include <cstdint>

#include "ocr/text.h"

namespace tangthu::ocr {

enum class Heads : std::uint8_t {
  kNo,        // nothing of a heading
  kDoubtful,  // one part alone: an annex, a form, a page that was hard to read
  kYes,       // the motto with a number or a date, or number and date where it is lost
};

Heads heads_document(const PageText& page);

}  // namespace tangthu::ocr
