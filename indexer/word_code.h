// A small code for the word that stands behind another one. Every occurrence of a term in
// a segment has that of the word behind it, so that most documents where two words stand
// apart are known without a look at positions. Pure: safe from any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/segment_format.h"

namespace tangthu::indexer {

// Several words follow, or it isn't known what: positions must tell.
inline constexpr std::uint8_t kNoWordCode = 0;
// Nothing follows: the text or the field ends here. Every field of a document has such an
// end, most of them behind the words that the form puts there ("Giám đốc", "Quyết định").
// A word whose own code this is has kNoWordCode where a segment says what follows.
inline constexpr std::uint8_t kNothingFollows = UINT8_MAX;

// Codes and dates stand where their first word does: they are not what follows a word.
constexpr bool is_word(std::string_view folded) {
  return folded.find_first_of("/-") == std::string_view::npos;
}

// Words that the form of official documents (Decree 30/2020) puts into most of them: each
// has a code of its own, or a word with the same code as "lap" would seem to stand behind
// "doc" everywhere. Sorted. Part of the format.
inline constexpr auto kFormWords = std::to_array<std::string_view>(
    {"ban",   "bao",    "bo",    "cac",   "can",   "cao",  "cho",   "chu",   "co",
     "cong",  "cu",     "cua",   "cuc",   "dan",   "dau",  "dieu",  "dinh",  "do",
     "doc",   "don",    "dong",  "duoc",  "giam",  "hanh", "hien",  "hoa",   "hoach",
     "hoi",   "huyen",  "ke",    "khoan", "ky",    "lap",  "luat",  "luu",   "mat",
     "nam",   "nay",    "ngay",  "nghi",  "nghia", "nhan", "nhiem", "nhu",   "noi",
     "pho",   "phong",  "phuc",  "quan",  "quyet", "so",   "thang", "thanh", "thay",
     "theo",  "thi",    "thong", "thuc",  "tich",  "tinh", "to",    "trach", "tren",
     "trinh", "truong", "tu",    "uy",    "va",    "van",  "ve",    "vi",    "viec",
     "viet",  "vt",     "xa"});

// 1 to 255: its place among the words of the form, or one of the numbers behind these, by
// FNV-1a of 32 bits over the folded word. Part of the format.
constexpr std::uint8_t word_code(std::string_view folded) {
  constexpr std::size_t kOwn = kFormWords.size();
  const auto at = std::lower_bound(kFormWords.begin(), kFormWords.end(), folded);
  if (at != kFormWords.end() && *at == folded) {
    return static_cast<std::uint8_t>(1 + (at - kFormWords.begin()));
  }
  std::uint32_t hash = 0x811C9DC5U;
  for (const char c : folded) {
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x01000193U;
  }
  return static_cast<std::uint8_t>(1 + kOwn + hash % (255 - kOwn));
}

// How often a word of some codes stands behind a term: by ordinal, from 255 on any
// number.
class Followed {
 public:
  void add(std::uint32_t document) {
    std::uint8_t& count = counts_[document];
    if (count != UINT8_MAX) ++count;
  }
  // No more often than so.
  std::uint32_t most(std::uint32_t document) const {
    const std::uint8_t count = counts_[document];
    return count == UINT8_MAX ? UINT32_MAX : count;
  }
  void limit_by(const Followed& other) {
    // As bytes may be anything, the vector's own pointers too, these are local.
    std::uint8_t* const mine = counts_.data();
    const std::uint8_t* const others = other.counts_.data();
    for (std::size_t i = 0; i < kMaxSegmentDocuments; ++i)
      mine[i] = std::min(mine[i], others[i]);
  }

 private:
  std::vector<std::uint8_t> counts_ = std::vector<std::uint8_t>(kMaxSegmentDocuments);
};

// A set of codes; what positions must tell of is always in it, kNothingFollows never.
class WordCodes {
 public:
  WordCodes() { has_[kNoWordCode] = 1; }

  void add(std::string_view folded) {
    if (is_word(folded)) {
      std::uint8_t code = word_code(folded);
      if (code == kNothingFollows) code = kNoWordCode;
      only_ = is_none_ || only_ == code ? std::optional(code) : std::nullopt;
      has_[code] = 1;
    } else {
      only_.reset();
      has_.fill(1);
      has_[kNothingFollows] = 0;
    }
    is_none_ = false;
  }
  bool has(std::uint8_t code) const { return has_[code] != 0; }
  // Calls visit(i) for each of `codes` that it has.
  template <typename Visit>
  void find_in(std::span<const std::uint8_t> codes, const Visit& visit) const {
    std::array<std::uint8_t, 64> is_one{};
    for (std::size_t begin = 0; begin < codes.size(); begin += is_one.size()) {
      const std::size_t size = std::min(is_one.size(), codes.size() - begin);
      if (only_) {
        // Many at once, where the compiler knows how.
        for (std::size_t i = 0; i < size; ++i) {
          const std::uint8_t code = codes[begin + i];
          is_one[i] = static_cast<std::uint8_t>((code == *only_) | (code == kNoWordCode));
        }
      } else {
        for (std::size_t i = 0; i < size; ++i)
          is_one[i] = has_[codes[begin + i]];
      }
      for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
        std::uint64_t some = 0;
        std::memcpy(&some, &is_one[i], sizeof(some));
        if (some == 0) continue;
        for (std::size_t j = i; j < std::min(i + sizeof(some), size); ++j) {
          if (is_one[j] != 0) visit(begin + j);
        }
      }
    }
  }

 private:
  std::array<std::uint8_t, 256> has_{};
  bool is_none_ = true;
  std::optional<std::uint8_t> only_;  // besides kNoWordCode there is no other
};

}  // namespace tangthu::indexer
