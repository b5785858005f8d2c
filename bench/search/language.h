// A language for made documents: what follows what as in the page maker's texts, with the
// words of the domain lists (ocr/data) strewn in.
//
// A walk goes from word to word by how often they follow each other in 4,000 documents
// that the page maker composed, so that compounds stay together; the order of frequencies
// is Zipf's. Numbers, codes, days and names are drawn anew, so that the vocabulary grows
// with the corpus as it does in papers. Thread rule: read-only once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "samples/random.h"

namespace tangthu::bench {

// Some words as written, and what the analysis makes of them: folded, parted by blanks.
struct Piece {
  std::string text;
  std::string folded;
  int words = 0;

  Piece() = default;
  explicit Piece(std::string written);
};

// Text that grows by pieces.
struct Text {
  std::string text;
  std::string folded;
  int words = 0;

  void add(const Piece& piece, char after = ' ');
};

// Draws the first of `count` most often: in proportion to 1 / (rank + shift).
class Zipf {
 public:
  Zipf() = default;
  Zipf(std::size_t count, double shift);
  std::size_t draw(samples::Random& random) const {
    return table_[random.next() >> (64 - kBits)];
  }

 private:
  static constexpr int kBits = 16;
  std::vector<std::uint32_t> table_;
};

// Who writes: what the fields of a document say of the body that issued it.
struct Issuer {
  Piece parent;
  Piece agency;
  Piece place;
  Piece symbol;
  Piece type;
  Piece title;
};

class Language {
 public:
  Language();

  // Runs of a paragraph and more, until at least `words` words are there. `themes` are
  // words that this document comes back to.
  void walk(samples::Random& random, const std::vector<std::size_t>& themes, int words,
            Text& out) const;
  std::vector<std::size_t> themes(samples::Random& random) const;
  const Issuer& issuer(samples::Random& random) const;
  const Piece& person(samples::Random& random) const;

 private:
  enum Slot : std::uint32_t { kEnd, kNumber, kCode, kDate, kFirstWord };

  void learn_documents();
  void learn_lists();
  void learn_text(std::string_view text);
  std::uint32_t word(std::string_view text);
  void index();
  void find_loose();
  // A place where `word` stands.
  std::size_t place_of(std::uint32_t word, samples::Random& random) const;
  void strew(bool loose, samples::Random& random, const std::vector<std::size_t>& themes,
             Text& out) const;
  Piece drawn(std::uint32_t slot, samples::Random& random) const;
  Piece rare(samples::Random& random) const;

  std::vector<Piece> vocabulary_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> stream_;  // all that was learnt, in order
  std::vector<bool> loose_;            // by place: not a part of what comes next
  std::vector<std::uint32_t> begin_;   // by word: its part of places_
  std::vector<std::uint32_t> places_;  // in stream_
  std::vector<Piece> lexicon_;         // words of the lists
  std::vector<Piece> people_;
  std::vector<Issuer> issuers_;
  Zipf lexicon_ranks_;
  Zipf theme_ranks_;
  Zipf people_ranks_;
  Zipf issuer_ranks_;
};

}  // namespace tangthu::bench
