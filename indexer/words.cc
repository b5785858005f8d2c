#include "indexer/words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/dates.h"
#include "indexer/letters.h"
#include "indexer/tone.h"

namespace tangthu::indexer {
namespace {

using Kind = Letter::Kind;

// What folding leaves nothing of is a mark.
bool is_mark(char32_t c) {
  return c >= 0x300 && fold(to_utf8(std::u32string_view(&c, 1))).empty();
}

// Normalising never reaches over these.
bool is_blank(char c) {
  return c == ' ' || c == '\n';
}

// The terms of a word in the making, letter by letter.
class Syllable {
 public:
  // False when it gets too long for the short way.
  bool add(const Letter* letter, const Letters& letters) {
    if (marked_size_ >= kMost || folded_size_ >= kMost) return false;
    if (before_ != nullptr && before_->tone != 0 && letter->vowel < kVowelLetters) {
      const Vowel first{before_->vowel, before_->tone};
      const Vowel second{letter->vowel, letter->tone};
      if (gives_tone(first, second)) {
        marked_size_ -= before_->marked_size;
        put(letters.vowel({first.letter, 0}));
        letter = &letters.vowel({second.letter, first.tone});
      }
    }
    put(*letter);
    std::memcpy(&folded_[folded_size_], letter->folded.data(), letter->folded.size());
    folded_size_ += letter->folded_size;
    before_ = letter;
    return true;
  }

  std::string_view marked() const { return {marked_.data(), marked_size_}; }
  std::string_view folded() const { return {folded_.data(), folded_size_}; }

 private:
  static constexpr std::size_t kMost = kMaxTermBytes - sizeof(Letter::marked);

  // As many bytes each time: the surplus is written over or left behind.
  void put(const Letter& letter) {
    std::memcpy(&marked_[marked_size_], letter.marked.data(), letter.marked.size());
    marked_size_ += letter.marked_size;
  }

  std::array<char, kMaxTermBytes + sizeof(Letter::marked)> marked_;
  std::array<char, kMaxTermBytes + sizeof(Letter::marked)> folded_;
  std::size_t marked_size_ = 0;
  std::size_t folded_size_ = 0;
  const Letter* before_ = nullptr;
};

class Finder {
 public:
  Finder(std::string_view text, std::size_t most, TermSet& terms)
      : text_(text), most_(most), terms_(terms) {
    words_.reserve(std::min(most, text.size() / 6 + 1));
  }

  std::vector<Word> run() {
    while (byte_ < text_.size() && words_.size() < most_) {
      const Place before{byte_, point_, words_.size()};
      if (short_way()) continue;
      byte_ = before.byte;
      point_ = before.point;
      words_.resize(before.words);
      long_way();
    }
    return std::move(words_);
  }

 private:
  struct Place {
    std::size_t byte;
    std::uint32_t point;
    std::size_t words;
  };

  // Goes on to the next blank and over it; false when it comes upon something that isn't
  // in the table.
  bool short_way() {
    char joiner_before = 0;
    while (byte_ < text_.size() && words_.size() < most_) {
      const auto [letter, bytes] = letters_.find(text_, byte_);
      if (letter->kind == Kind::kOther) return false;
      if (letter->kind == Kind::kWord) {
        if (!word(joiner_before)) return false;
        continue;
      }
      joiner_before = letter->joiner;
      const bool ends = is_blank(text_[byte_]);
      byte_ += bytes;
      ++point_;
      if (ends) return true;
    }
    return true;
  }

  bool word(char joiner_before) {
    Syllable syllable;
    std::size_t byte = byte_;
    std::uint32_t point = point_;
    while (byte < text_.size()) {
      const auto [letter, bytes] = letters_.find(text_, byte);
      if (letter->kind == Kind::kSeparator) break;
      if (letter->kind == Kind::kOther || !syllable.add(letter, letters_)) return false;
      byte += bytes;
      ++point;
    }
    push(point_, point, joiner_before, terms_.add(syllable.marked(), syllable.folded()));
    byte_ = byte;
    point_ = point;
    return true;
  }

  void push(std::uint32_t begin, std::uint32_t end, char joiner_before, TermNumber term) {
    if (!words_.empty() && words_.back().end + 1 == begin) {
      words_.back().join = joiner_before;
    }
    words_.push_back({begin, end, term, 0});
  }

  // Up to the next blank, with the whole of Unicode.
  void long_way() {
    std::size_t end = byte_;
    while (end < text_.size() && !is_blank(text_[end])) {
      ++end;
    }
    const std::u32string points =
        to_code_points(to_lower(text_.substr(byte_, end - byte_)));
    for (std::size_t at = 0; at < points.size() && words_.size() < most_;) {
      if (!starts_word(points[at])) {
        ++at;
        continue;
      }
      const std::size_t begin = at;
      while (at < points.size() && (starts_word(points[at]) || is_mark(points[at]))) {
        ++at;
      }
      const auto place = [&](std::size_t i) {
        return point_ + static_cast<std::uint32_t>(i);
      };
      push(place(begin), place(at), begin > 0 ? joiner(points[begin - 1]) : char{0},
           term_of(points.substr(begin, at - begin)));
    }
    byte_ = end;
    point_ += static_cast<std::uint32_t>(points.size());
  }

  TermNumber term_of(std::u32string word) {
    const std::string marked = cut_term(to_utf8(place_tone(std::move(word))));
    if (const auto known = terms_.find(marked)) return *known;
    const std::string folded = cut_term(fold(marked));
    return terms_.add(marked, folded.empty() ? marked : folded);
  }

  const Letters& letters_ = Letters::table();
  std::string_view text_;
  std::size_t most_;
  TermSet& terms_;
  std::vector<Word> words_;
  std::size_t byte_ = 0;
  std::uint32_t point_ = 0;
};

}  // namespace

std::vector<Word> find_words(std::string_view utf8, std::size_t max_words,
                             TermSet& terms) {
  return Finder(utf8, max_words, terms).run();
}

}  // namespace tangthu::indexer
