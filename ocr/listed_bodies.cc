#include "ocr/listed_bodies.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "base/unicode.h"
#include "ocr/fields_match.h"
#include "ocr/listed_pairs.h"
#include "ocr/vietnamese/data.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kFewestWords = 4;  // fewer: one word is too much of the name
constexpr double kMended = 0.85;
constexpr double kFarOff = 0.6;

struct Body {
  std::vector<std::string> words;  // in capitals, with their commas
  std::vector<std::string> keys;
};

std::string in_capitals(std::string_view text) {
  std::u32string points = to_code_points(to_nfc(text));
  for (char32_t& c : points)
    c = vietnamese::to_upper_letter(c);
  return to_utf8(points);
}

Body body_of(std::string_view name) {
  Body body;
  std::string word;
  for (const char c : in_capitals(trimmed(name)) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      body.keys.push_back(match_key(word));
      body.words.push_back(std::move(word));
      word.clear();
    }
  }
  return body;
}

const std::vector<Body>& bodies() {
  static const std::vector<Body> kBodies = [] {
    std::vector<Body> all;
    for (const vietnamese::DataFile& file : vietnamese::built_in_data()) {
      if (file.name != "agencies") continue;
      vietnamese::for_each_entry(
          file.text, [&](std::string_view name) { all.push_back(body_of(name)); });
    }
    return all;
  }();
  return kBodies;
}

// Of one word that was read otherwise than the name has it.
enum class Likeness : std::uint8_t { kSame, kNear, kFar, kOther };

Likeness likeness(const Word& read, const std::string& key) {
  const std::string own = match_key(read.text);
  const std::size_t distance = edit_distance(own, key);
  if (distance == 0) return Likeness::kSame;
  if (distance == 1 && key.size() > 2) return Likeness::kNear;
  // What is no word in capitals was no word.
  const bool nonsense =
      capital_share(read.text) < 1 || !vietnamese::is_syllable(to_code_points(read.text));
  const std::size_t apart =
      std::max(own.size(), key.size()) - std::min(own.size(), key.size());
  return nonsense && apart <= 2 ? Likeness::kFar : Likeness::kOther;
}

bool may_have_comma(const std::string& first, const std::string& second) {
  const auto pairs = listed_pairs().find(bare_pair(to_code_points(trimmed(first, ",")),
                                                   to_code_points(trimmed(second, ","))));
  return pairs != listed_pairs().end() &&
         std::any_of(pairs->second.begin(), pairs->second.end(),
                     [](const auto& pair) { return pair.second.commas > 0; });
}

struct Fit {
  const Body* body = nullptr;
  std::size_t others = 0;  // words that are not the name's
  bool far = false;
};

// Two thirds of the words at least are the name's, and no more than one is far off in a
// short name.
std::optional<Fit> fit_of(const std::vector<Word>& words, const Body& body) {
  const std::size_t count = body.words.size();
  if (count < kFewestWords || words.size() < count) return std::nullopt;
  Fit fit{&body};
  for (std::size_t i = 0; i < count; ++i) {
    const Likeness like = likeness(words[i], body.keys[i]);
    if (like == Likeness::kOther) return std::nullopt;
    if (like != Likeness::kSame) ++fit.others;
    fit.far = fit.far || like == Likeness::kFar;
  }
  const std::size_t most = fit.far ? count / 3 : count / 4;
  return fit.others > std::max<std::size_t>(most, 1) ? std::nullopt : std::optional(fit);
}

// The longest name that fits best; none where two do.
std::optional<Fit> best_fit(const std::vector<Word>& words) {
  std::optional<Fit> best;
  bool twice = false;
  for (const Body& body : bodies()) {
    const auto fit = fit_of(words, body);
    if (!fit) continue;
    const auto rank = [](const Fit& f) {
      return f.body->words.size() - 2 * f.others + 100;
    };
    if (!best || rank(*fit) > rank(*best)) {
      best = fit;
      twice = false;
    } else if (rank(*fit) == rank(*best) && fit->body->keys != best->body->keys) {
      twice = true;
    }
  }
  return twice ? std::nullopt : best;
}

}  // namespace

bool is_listed_body(std::string_view key) {
  static const std::set<std::string, std::less<>> kKeys = [] {
    std::set<std::string, std::less<>> keys;
    for (const Body& body : bodies()) {
      std::string joined;
      for (const std::string& word : body.keys)
        joined += word;
      keys.insert(std::move(joined));
    }
    return keys;
  }();
  return kKeys.contains(key);
}

std::vector<Word> as_listed_body(std::vector<Word> words) {
  std::string key;
  for (const Word& word : words)
    key += match_key(word.text);
  for (Word& word : words) {
    if (!is_listed_body(key) || capital_share(word.text) == 1) continue;
    word.text = in_capitals(word.text);  // "sở y TẾ"
    word.confidence = std::min(word.confidence, kMended);
  }
  const auto fit = best_fit(words);
  if (!fit) return words;
  for (std::size_t i = 0; i < fit->body->words.size(); ++i) {
    Word& word = words[i];
    const std::string& listed = fit->body->words[i];
    const Likeness like = likeness(word, fit->body->keys[i]);
    const bool comma = listed.ends_with(',');
    if (like == Likeness::kSame) {
      // A comma of the name may have been lost; one that no name has there is a speck.
      if (comma || !word.text.ends_with(',') || i + 1 == fit->body->words.size() ||
          may_have_comma(word.text, words[i + 1].text))
        continue;
      word.text.pop_back();
      word.confidence = std::min(word.confidence, kMended);
      continue;
    }
    word.text = listed;
    word.confidence = like == Likeness::kNear
                          ? std::min(word.confidence, kMended)
                          : std::min(std::max(word.confidence, kFarOff), kFarOff);
  }
  return words;
}

}  // namespace tangthu::ocr
