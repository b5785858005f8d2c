// A page's text as it is kept (JSON), and corrections in it: where a field's value stands
// among the words, and the words that stand there afterwards.
//
// Words are counted over the whole page, line by line, from 0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/page.h"
#include "base/result.h"
#include "ocr/pdf_revise.h"

namespace tangthu::archive {

struct PlacedWord {
  std::string text;
  Box box;  // pixels of the master
  std::size_t line = 0;
};

// kCorrupt when the page is not as it was stored.
Result<std::vector<PlacedWord>> words_of(const Json& page);

// The words that lie in the box, of those.
std::vector<std::size_t> words_in(const std::vector<PlacedWord>& words, const Box& box);

// A field's value, which was read as `before` (empty: not at all) in `box`. Empty when it
// can't be told which words speak of it: then the text stays as it is.
std::vector<ocr::WordChange> place_value(std::string_view field,
                                         const std::vector<PlacedWord>& words,
                                         const Box& box, const std::string& before,
                                         const std::string& value);

// From the page's words to those of `lines`; what is the same keeps its place.
std::vector<ocr::WordChange> place_text(const std::vector<PlacedWord>& words,
                                        const std::vector<std::string>& lines);

// The page with the changes in it. It keeps what was read under "original": its lines
// before anybody changed them, and under "revised" who changed it when. New words have
// confidence 1.
Result<Json> with_changes(const Json& page, const std::vector<ocr::WordChange>& changes,
                          const std::string& by, const std::string& at);

// The same changes for the access copy, which shows no words of which nothing can be
// shown.
struct ShownChanges {
  std::size_t words = 0;  // that it shows before
  std::vector<ocr::WordChange> changes;
};
ShownChanges shown_changes(const std::vector<PlacedWord>& words,
                           const std::vector<ocr::WordChange>& changes);

}  // namespace tangthu::archive
