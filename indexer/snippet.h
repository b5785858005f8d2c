// The piece of a text that shows why it was found.
//
// Pure functions: safe from any thread. What they return is document text: it goes to
// whoever may read the document, never into a log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/highlight.h"

namespace tangthu::indexer {

inline constexpr std::size_t kSnippetWidth = 160;  // characters

// Bytes of the snippet's text, half open; they never overlap and are in order.
struct Highlight {
  std::size_t begin;
  std::size_t end;

  bool operator==(const Highlight&) const = default;
};

struct Snippet {
  std::string text;  // one line of NFC, without control characters
  std::vector<Highlight> highlights;
};

// About `width` characters of `text` around the densest group of matches, with its marks
// and case, cut between words where there are any; "…" where something was left out.
// `folded_words`: what is lit up, as highlight.h has it. Without a match: the beginning
// of the text.
Snippet find_snippet(const SearchableText& text,
                     const std::vector<std::string>& folded_words,
                     std::size_t width = kSnippetWidth);
// Of a text that is looked at once.
Snippet find_snippet(std::string_view text, const std::vector<std::string>& folded_words,
                     std::size_t width = kSnippetWidth);

// The highlights in characters of the snippet's text, for those who don't count bytes.
std::vector<Highlight> in_characters(const Snippet& snippet);
// The text with `on` before each highlight and `off` behind it.
std::string emphasised(const Snippet& snippet, std::string_view on, std::string_view off);

}  // namespace tangthu::indexer
