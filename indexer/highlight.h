// Where the words of a query stand in a text, to be lit up.
//
// What is wanted is written as in Hit::words, of folded terms: a word, a code or a date;
// "word*" for all that begin so; several words with blanks between for a phrase, which is
// lit only where it stands together (a star may stand behind its last word).
// Pure functions, and a text that doesn't change: safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/query.h"

namespace tangthu::indexer {

struct LitWords {
  std::size_t begin = 0;  // code points of to_nfc(text), half open
  std::size_t end = 0;
  std::uint32_t position = 0;  // of the first word
  std::uint32_t words = 1;
  std::size_t wanted = 0;  // which of those wanted

  bool operator==(const LitWords&) const = default;
};

// A text to look for words in again and again: about 0.1 ms a thousand words to make, a
// hundredth of that for each thing wanted. What goes is wiped.
class SearchableText {
 public:
  explicit SearchableText(std::string_view text);
  ~SearchableText();
  SearchableText(const SearchableText&) = delete;
  SearchableText& operator=(const SearchableText&) = delete;

  const std::string& text() const { return text_; }  // to_nfc() of what it was made of
  // Ordered by position, then as wanted, codes and dates behind words; they may overlap.
  std::vector<LitWords> find(const std::vector<std::string>& wanted) const;
  std::size_t bytes() const;  // in memory, about

 private:
  struct Place {
    std::uint32_t begin = 0;  // code points, half open
    std::uint32_t end = 0;
  };
  // Folded terms in the order of the text, each between line feeds.
  struct Terms {
    void add(std::string_view folded, Place place);
    std::string joined = "\n";
    std::vector<Place> places;
  };

  std::string text_;
  Terms words_;
  Terms others_;                          // codes and dates
  std::vector<std::uint32_t> positions_;  // of others_
};

// Those of a text that is looked at once.
std::vector<LitWords> find_highlights(std::string_view text,
                                      const std::vector<std::string>& wanted);

// What a clause that matched lights up. Of a phrase the whole; of words near each other
// and of fuzzy ones (once they are expanded) each.
std::vector<std::string> lit_by(const Clause& clause);
// The same without phrases: the words of each.
std::vector<std::string> single_words(const std::vector<std::string>& wanted);

}  // namespace tangthu::indexer
