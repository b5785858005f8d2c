#include "ocr/authority_words.h"

#include <algorithm>
#include <string_view>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"

namespace tangthu::ocr {
namespace {

constexpr double kMended = 0.85;

// "TUQ" with its Q read as an O, or as both: no other authority looks so.
bool is_mandate(const std::string& letters) {
  return letters == "tuo" || letters == "tuoq" || letters == "tuqo";
}

// "K/T:TRƯỞNG" is two words.
std::vector<Word> parted_authority(const Word& word) {
  const std::size_t sign = word.text.find_first_of(".:,;");
  if (sign == std::string::npos || sign > 4) return {word};
  const std::size_t rest = word.text.find_first_not_of(".:,;", sign);
  if (rest == std::string::npos || match_key(word.text.substr(rest)).size() < 2)
    return {word};
  return {{word.text.substr(0, sign + 1), word.confidence, word.box},
          {word.text.substr(rest), word.confidence, word.box}};
}

}  // namespace

std::string authority_of(const Run& run) {
  std::string start;
  for (const char c : fold(run.text.substr(0, 6))) {
    if (c >= 'a' && c <= 'z') {
      start += c;
    } else if (c != '/' && (!start.empty() || (c != '.' && c != ' '))) {
      break;
    }
  }
  if (is_mandate(start)) return "tuq";
  for (const std::string_view authority : signing_authorities()) {
    if (start == match_key(authority)) return start;
  }
  return {};
}

std::vector<Word> authority_words(const Runs& runs) {
  std::vector<Word> words;
  for (const Word& word : words_of(runs)) {
    const std::vector<Word> parted = parted_authority(word);
    words.insert(words.end(), parted.begin(), parted.end());
  }
  for (Word& word : words) {
    std::string core = trimmed(word.text, ".:;,");
    if (is_mandate(match_key(core))) {
      core = "TUQ";
      word.confidence = std::min(word.confidence, kMended);
      word.text = core + ".";
    }
    const bool letters =
        std::any_of(signing_authorities().begin(), signing_authorities().end(),
                    [&](std::string_view authority) {
                      return match_key(core) == match_key(authority);
                    });
    const bool ended = word.text.size() > core.size() && !core.empty();
    if (letters && ended)
      word.text = core.find('/') == std::string::npos ? core + "." : core;
  }
  return words;
}

}  // namespace tangthu::ocr
