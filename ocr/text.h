// What recognition yields: lines and words with boxes and confidences, fields, stamps.
//
// Coordinates are pixels of the master (the page as captured). All text is NFC.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/level.h"
#include "base/page_map.h"

namespace tangthu::ocr {

// What the network saw in one column of a line: characters and their probabilities, of 1
// % and more; kNothingNew where it says that none begins there.
inline constexpr char32_t kNothingNew = 0;
struct Sight {
  char32_t character = kNothingNew;
  float probability = 0;
};
using Step = std::vector<Sight>;

// A word with one character as the recogniser saw it too.
struct OtherReading {
  std::string text;
  double probability = 0;  // of that character, 0–1
};

struct Word {
  std::string text;
  double confidence = 0;  // 0–1
  Box box;                // in the cleaned page; to_master maps it
  // The columns that it was read from, left to right, with some of the space before it.
  // Only until the page is corrected (vietnamese/): they are large.
  std::vector<Step> steps = {};
  // Of the word as read, before any correction (alternatives.h); the likeliest first.
  std::vector<OtherReading> alternatives = {};
};

// Why recognised text was changed; codes are stored and stay.
enum class CorrectionReason {
  kSyllable,  // "syllable": no such syllable exists; one that the reader saw too does
  kPair,   // "pair": with its neighbours it makes a known phrase, as read it makes none
  kName,   // "name": capitals without their marks, and one known name fits
  kCode,   // "code": a character of another alphabet that looks the same (Ð, ⁄, Ø)
  kDigit,  // "digit": I or l for 1 beside digits, after "Điều" or in a numbered list
  kPunctuation,  // "punctuation": a comma read as a full stop, a semicolon as a colon
  kDash,         // "dash": an en dash by its width
  kSpelling,     // "spelling": the tone where the page's other words have it (uỷ, ủy)
};
std::string_view correction_code(CorrectionReason reason);

// One change of a word; a word may have several, each begins where the last ended.
struct Correction {
  std::size_t line = 0;  // of the page's lines, from 0
  std::size_t word = 0;  // of the line's words, from 0
  std::string before;
  std::string after;
  CorrectionReason reason = CorrectionReason::kSyllable;
};

// What a page's text went through.
enum class CorrectionState {
  kNone,             // "no": not read as Vietnamese
  kWithoutWordList,  // "without-word-list": rarer words were judged by spelling alone
  kFull,             // "full"
};
std::string_view correction_state_code(CorrectionState state);

// By one space.
std::string joined_words(const std::vector<Word>& words);
// Weighted by length; 0 without words.
double mean_confidence(const std::vector<Word>& words);

struct Line {
  std::string text;  // joined_words
  Box box;
  std::vector<Word> words;
};

struct Stamp {
  std::string text;  // as standing words: "MẬT", "HỎA TỐC", …; empty for a round seal
  std::string kind;  // secrecy | declassified | urgency | seal | incoming | copy | other
  double confidence = 0;
  int page = 0;  // 1-based
  Box box;       // in the cleaned page until to_json maps it
};

// A stage of cleaning that the recognised picture went through (scanner/clean).
struct CleaningStage {
  std::string stage;
  std::string action;
  double confidence = 0;
};

struct PageText {
  int number = 0;         // 1-based
  int captured_page = 0;  // of the master that it is a part of (a spread); 0: number
  int width = 0;          // of the master, pixels
  int height = 0;
  int dpi = 0;
  int turn_degrees = 0;     // clockwise turn that brings the master upright
  double skew_degrees = 0;  // left after the turn
  PageMap to_master;        // cleaned pixels → master pixels
  int clean_width = 0;      // of the cleaned page, pixels
  int clean_height = 0;
  int clean_dpi = 0;
  bool blank = false;
  std::vector<CleaningStage> stages;    // in order
  std::vector<Line> lines;              // in reading order
  std::vector<Stamp> stamps;            // of this page
  std::vector<Correction> corrections;  // of the lines' words, in the order made
  CorrectionState corrected = CorrectionState::kNone;

  double mean_confidence() const;  // over words, weighted by length; 0 without words
};

struct Field {
  std::optional<std::string> value;  // nothing: a person must read it
  double confidence = 0;
  int page = 0;
  Box box;
  // As it stands on the page, where the value differs: marks put back by a list of names,
  // a sign that can't stand there. Empty where it doesn't.
  std::string read = {};
};

// Field names: parent_agency, agency, number, symbol, place, date (ISO 8601), type,
// subject, recipients, signer_authority, signer_title, signer, urgency, secrecy.
using Fields = std::map<std::string, Field>;

struct DocumentText {
  std::string file;
  std::vector<PageText> pages;
  Fields fields;
  std::vector<Stamp> stamps;
  // What the stamps demand at least; Thường when there are none. Of a declassified
  // document too: that is for a person to say.
  Level level = Level::kThuong;
};

// A stamp says GIẢI MẬT, and was read well.
bool is_declassified(const DocumentText& document);

// The JSON that `ocr` writes and the vault keeps (as CBOR); members as in the command
// line's contract. Boxes in pixels of the master.
Json to_json(const DocumentText& document);
// The text alone: lines in reading order, a form feed between pages.
std::string plain_text(const DocumentText& document);
std::string plain_text(const PageText& page);

}  // namespace tangthu::ocr
