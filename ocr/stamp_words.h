// The words that stand in stamps on Vietnamese records, and how a poor reading is
// matched with them. Sources: the law on protection of state secrets and Decree 30/2020.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::ocr {

struct StampMatch {
  std::string text;         // as standing words
  std::string kind;         // as Stamp::kind
  double similarity = 0.0;  // 0–1, of letters without marks
};

// The standing words that a reading is most like; nothing below 0.5. Between secrecy
// words that fit about equally well the higher level is taken, and secrecy before any
// other kind.
std::optional<StampMatch> match_stamp(std::string_view reading);

// The level above; the highest stays.
std::string next_secrecy(std::string_view words);

// A secrecy word for a stamp that can't be read but has about this many letters; the
// higher where two would fit.
std::string doubtful_secrecy(int letters);

}  // namespace tangthu::ocr
