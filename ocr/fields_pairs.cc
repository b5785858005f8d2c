#include "ocr/fields_pairs.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "ocr/fields_match.h"
#include "ocr/vietnamese/data.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

// Below it a word of the text is no witness.
constexpr double kWitness = 0.9;
// Words that the text has so often outweigh what was read once in capitals.
constexpr double kOften = 1.5;
// At most so sure is a word that was changed, or that the text writes otherwise.
constexpr double kChanged = 0.88;
constexpr double kContested = 0.8;

struct Part {
  std::u32string core;  // its letters
  std::size_t begin = 0;
  std::u32string text;
};

Part part_of(const std::string& word) {
  Part part;
  part.text = to_code_points(to_nfc(plain_signs(word)));
  const auto first = std::find_if(part.text.begin(), part.text.end(), is_letter);
  const auto last = std::find_if_not(first, part.text.end(), is_letter);
  part.begin = static_cast<std::size_t>(first - part.text.begin());
  part.core = {first, last};
  return part;
}

std::string bare_pair(const std::u32string& a, const std::u32string& b) {
  return fold(to_utf8(a)) + " " + fold(to_utf8(b));
}

std::u32string lower(const std::u32string& word) {
  std::u32string out;
  for (const char32_t c : word)
    out.push_back(vietnamese::to_lower_letter(c));
  return out;
}

// Words with their tones where they were first seen: what a change is written with.
std::u32string marked_pair(const std::u32string& a, const std::u32string& b) {
  return lower(a) + U' ' + lower(b);
}

std::u32string half_key(const std::u32string& marked, bool second) {
  const std::size_t space = marked.find(U' ');
  return vietnamese::syllable_key(second ? marked.substr(space + 1)
                                         : marked.substr(0, space));
}

bool same_pair(const std::u32string& a, const std::u32string& b) {
  return half_key(a, false) == half_key(b, false) &&
         half_key(a, true) == half_key(b, true);
}

// The names of communes are too many to be listed; one may differ from a district's by a
// mark.
bool opens_small_place(const std::u32string& word) {
  static constexpr std::array<std::u32string_view, 6> kSmall = {
      U"xã", U"phường", U"thôn", U"trấn", U"ấp", U"làng"};
  return std::find(kSmall.begin(), kSmall.end(), lower(word)) != kSmall.end();
}

bool is_capitals(const std::u32string& word) {
  return word.size() > 1 &&
         std::all_of(word.begin(), word.end(), vietnamese::is_upper_letter);
}

std::u32string in_case_of(const std::u32string& word, const std::u32string& model) {
  std::u32string out = word;
  for (std::size_t i = 0; i < out.size() && i < model.size(); ++i) {
    if (vietnamese::is_upper_letter(model[i]))
      out[i] = vietnamese::to_upper_letter(out[i]);
  }
  return out;
}

bool is_names(std::string_view file) {
  return file == "agencies" || file == "provinces" || file == "districts" ||
         file == "document-types";
}

}  // namespace

KnownPairs::Pairs KnownPairs::listed() {
  Pairs pairs;
  for (const vietnamese::DataFile& file : vietnamese::built_in_data()) {
    std::u32string before;
    bool comment = false;
    bool line_begins = true;
    std::u32string word;
    const auto close = [&] {
      if (word.empty()) return;
      if (!before.empty()) {
        Weights& weights = pairs[bare_pair(before, word)][marked_pair(before, word)];
        (is_names(file.name) ? weights.names : weights.others) += 1;
      }
      before = std::move(word);
      word.clear();
    };
    for (const char32_t c : to_code_points(to_nfc(file.text))) {
      if (line_begins) comment = c == U'#';
      line_begins = c == U'\n';
      if (!comment && is_letter(c)) {
        word += c;
        continue;
      }
      close();
      if (c == U'\n' || c == U';') before.clear();
    }
    close();
  }
  return pairs;
}

KnownPairs::KnownPairs(const std::vector<PageText>& pages) {
  for (const PageText& page : pages) {
    std::u32string before;
    for (const Line& line : page.lines) {
      for (const Word& word : line.words) {
        std::u32string core = part_of(word.text).core;
        const bool witness =
            word.confidence >= kWitness && !core.empty() && !is_capitals(core);
        if (witness && !before.empty())
          document_[bare_pair(before, core)][marked_pair(before, core)].text += 1;
        before = witness ? std::move(core) : std::u32string();
      }
    }
  }
}

KnownPairs::Weights KnownPairs::weights(const std::string& bare,
                                        const std::u32string& marked) const {
  Weights sum;
  for (const auto& [pair, weights] : variants(bare)) {
    if (!same_pair(pair, marked)) continue;
    sum.names += weights.names;
    sum.others += weights.others;
    sum.text += weights.text;
  }
  return sum;
}

std::map<std::u32string, KnownPairs::Weights> KnownPairs::variants(
    const std::string& bare) const {
  static const Pairs kListed = listed();
  std::map<std::u32string, Weights> out;
  for (const Pairs* pairs : {&kListed, &document_}) {
    const auto found = pairs->find(bare);
    if (found == pairs->end()) continue;
    for (const auto& [marked, weights] : found->second) {
      const auto same = std::find_if(out.begin(), out.end(), [&](const auto& other) {
        return same_pair(other.first, marked);
      });
      Weights& sum = same == out.end() ? out[marked] : same->second;
      sum.names += weights.names;
      sum.others += weights.others;
      sum.text += weights.text;
    }
  }
  return out;
}

std::vector<KnownPairs::Settled> KnownPairs::settle(const std::vector<Word>& words,
                                                    Echo echo) const {
  const double own = echo == Echo::kInText ? 1 : 0;
  std::vector<Part> parts;
  std::vector<Settled> out;
  for (const Word& word : words) {
    parts.push_back(part_of(word.text));
    out.push_back({to_utf8(parts.back().text), word.confidence, false});
  }
  const auto paired = [&](std::size_t i) {
    return i + 1 < parts.size() && !parts[i].core.empty() && !parts[i + 1].core.empty();
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!paired(i)) continue;
    const Weights known = weights(bare_pair(parts[i].core, parts[i + 1].core),
                                  marked_pair(parts[i].core, parts[i + 1].core));
    if (known.names + known.others + std::max(0.0, known.text - own) > 0)
      out[i].vouched = out[i + 1].vouched = true;
  }
  const auto replace = [&](std::size_t i, const std::u32string& meant) {
    Part& part = parts[i];
    if (vietnamese::syllable_key(part.core) == vietnamese::syllable_key(meant)) return;
    const std::u32string now = in_case_of(meant, part.core);
    if (now.size() != part.core.size()) return;
    part.text.replace(part.begin, part.core.size(), now);
    part.core = now;
    out[i].text = to_utf8(part.text);
    out[i].confidence = std::min(out[i].confidence, kChanged);
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!paired(i) || (out[i].vouched && out[i + 1].vouched)) continue;
    const std::u32string read = marked_pair(parts[i].core, parts[i + 1].core);
    std::vector<std::pair<std::u32string, Weights>> others;
    for (const auto& [marked, weights] :
         variants(bare_pair(parts[i].core, parts[i + 1].core))) {
      if (!same_pair(marked, read) && weights.names + weights.text > 0)
        others.emplace_back(marked, weights);
    }
    if (others.size() != 1) continue;
    const auto& [marked, weights] = others.front();
    const std::size_t space = marked.find(U' ');
    const bool first = half_key(marked, false) != half_key(read, false);
    const bool second = half_key(marked, true) != half_key(read, true);
    // What one neighbour vouches for, another does not change.
    if ((first && out[i].vouched) || (second && out[i + 1].vouched)) continue;
    const bool small = i > 0 && opens_small_place(parts[i - 1].core);
    if ((weights.names > 0 && !small) || weights.text >= kOften) {
      replace(i, marked.substr(0, space));
      replace(i + 1, marked.substr(space + 1));
      out[i].vouched = out[i + 1].vouched = true;
    } else {
      if (first) out[i].confidence = std::min(out[i].confidence, kContested);
      if (second) out[i + 1].confidence = std::min(out[i + 1].confidence, kContested);
    }
  }
  return out;
}

}  // namespace tangthu::ocr
