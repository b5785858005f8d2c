// A segment: the packets of up to 65,536 documents of one label, inverted.
//
// Documents are numbered by ordinals, in the order of their ids. Plain bytes, sealed in
// blocks by the vault. Integers of fixed size are little-endian; varint and text are
// packet.h's, frames bit_frames.h's.
//
//   segment    = postings  dictionary  documents  footer
//   postings   = list*                                   in the order of the dictionary
//   list       = frames: df ordinals, as gaps less one   (the first: the ordinal)
//                frames: df counts less one
//                frames: of each occurrence, the code of the word behind it
//                (word_code.h); 0 where more than one stands there and in a field's
//                lists, 255 where nothing does (there too 0, in older segments)
//                frames: the positions of each document, as gaps less one
//                (each first one: the position)
//   dictionary = page*  directory
//   page       = u64 offset of its first list ‖ term*    a page ends after 4 KiB
//   term       = shared:varint  rest:text  df:varint  variants:varint  variant{variants}
//                the key is what it shares with the term before, then the rest; in strict
//                order. key = field ‖ 0 ‖ folded; the field is empty for words anywhere
//   variant    = marked:text  df:varint  more:varint  size:varint  (head:varint | list)
//                marked is empty when it is the folded term; occurrences = df + more;
//                size = bytes of the list · 2, plus 1 when it follows here and not in
//                postings; head = bytes of its ordinals and counts. In strict order of
//                marked
//   directory  = count:varint  (size:varint  first key:text){count}
//   documents  = length codes (u8 each, scoring.h)
//                frames: words of each page, of all documents ‖ frames: pages of each
//                columns (columns.h)
//   footer     = "TTS2" ‖ u32 documents ‖ u64 × 8: where dictionary, directory,
//                documents, page words, page counts and columns begin; where they end,
//                and the footer begins; how many pages there are. Zeroes up to 128 bytes
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tangthu::indexer {

inline constexpr std::string_view kSegmentMagic = "TTS2";
inline constexpr std::size_t kSegmentFooter = 128;
inline constexpr std::size_t kMaxSegmentDocuments = 65'536;
inline constexpr std::size_t kDictionaryPage = 4096;
inline constexpr std::size_t kMostInline = 16;  // bytes of a list within the dictionary

using Ordinal = std::uint16_t;

// Offsets within the segment.
struct SegmentPlaces {
  std::uint64_t dictionary = 0;
  std::uint64_t directory = 0;
  std::uint64_t documents = 0;
  std::uint64_t page_words = 0;
  std::uint64_t page_counts = 0;
  std::uint64_t columns = 0;
  std::uint64_t end = 0;
  std::uint64_t pages = 0;  // how many pages there are in all

  auto all() {
    return std::array{&dictionary,  &directory, &documents, &page_words,
                      &page_counts, &columns,   &end,       &pages};
  }
};

}  // namespace tangthu::indexer
