// A model's characters, and the codes that its network has for them.
//
// The network's classes are codes. Most characters are one code; some (ligatures, Hangul,
// Han) are several in a row.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr::reader {

inline constexpr int kNoCharacter = -1;
inline constexpr int kSpace = 0;  // the character's number in every model

struct Character {
  std::string text;  // UTF-8
  bool digit = false;
  bool alphabetic = false;
  bool lower = false;
  bool upper = false;
  bool space_delimited = true;  // of a script that puts spaces between words
};

// Codes that may follow a beginning of codes (empty: a new character).
struct Continuations {
  struct Final {
    int code;
    int character;
  };
  std::vector<Final> finals;  // complete a character
  std::vector<int> nexts;     // go on
};

class Charset {
 public:
  using Codes = std::vector<int>;

  // kCorrupt where either part is not what it should be, or a code is not below
  // `classes`.
  static Result<Charset> parse(ByteView characters, ByteView recoder, std::size_t classes,
                               std::size_t blank, const std::string& name);

  const std::vector<Character>& characters() const { return characters_; }
  // Null where no character begins so.
  const Continuations* after(const Codes& beginning) const;
  // Codes of the longest character.
  std::size_t longest() const { return longest_; }
  // One more than the highest code.
  int code_range() const { return code_range_; }
  // The character that a lone code is; kNoCharacter where it is none.
  int character_of(int code) const;
  // False where a script without spaces occurs: its words are not delimited.
  bool space_delimited() const { return space_delimited_; }
  // A script that is written from the right occurs.
  bool right_to_left() const { return right_to_left_; }

 private:
  bool parse_characters(ByteView bytes);
  bool parse_codes(ByteView bytes, std::size_t classes, std::size_t blank);

  std::vector<Character> characters_;
  std::map<Codes, Continuations> continuations_;
  std::vector<int> lone_;  // by code
  std::size_t longest_ = 1;
  int code_range_ = 0;
  bool space_delimited_ = true;
  bool right_to_left_ = false;
};

}  // namespace tangthu::ocr::reader
