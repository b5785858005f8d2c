// Where the words of a hit stand on a page, for a viewer.
// Pure: safe from any thread. What it returns is document text.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/page.h"
#include "base/result.h"

namespace tangthu::archive {

inline constexpr std::size_t kMaxPageBoxes = 200;  // words of one page
inline constexpr std::size_t kMaxBoxPages = 20;    // pages of one hit

struct BoxedWord {
  std::string text;
  Box box;  // pixels of the master
};

struct PageBoxes {
  int page = 0;
  int captured_page = 0;  // whose picture the boxes are on: differs in parted spreads
  std::vector<BoxedWord> words;
  bool has_more = false;  // than kMaxPageBoxes
};

// `page`: its text as it is kept. `wanted`: as Hit::words (indexer/highlight.h); a phrase
// that goes on over the page's end is lit word by word. kCorrupt when the page is not as
// it was stored.
Result<PageBoxes> find_boxes(const Json& page, int number,
                             const std::vector<std::string>& wanted);

}  // namespace tangthu::archive
