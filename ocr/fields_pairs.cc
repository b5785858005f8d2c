#include "ocr/fields_pairs.h"

#include <algorithm>
#include <array>

#include "base/median.h"
#include "base/unicode.h"
#include "ocr/fields_match.h"
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
// A comma between two words makes their gap at least so many times as wide.
constexpr double kCommaGap = 1.5;

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

// The names of communes are too many to be listed; one may differ from a district's by a
// mark.
bool opens_small_place(const std::u32string& word) {
  static constexpr std::array<std::string_view, 6> kSmall = {"xã",   "phường", "thôn",
                                                             "trấn", "ấp",     "làng"};
  return std::find(kSmall.begin(), kSmall.end(), to_lower(to_utf8(word))) != kSmall.end();
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

bool is_spending(const std::u32string& word) {
  return fold(to_utf8(word)) == "chi";
}

}  // namespace

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

std::map<std::u32string, PairWeights> KnownPairs::variants(
    const std::string& bare) const {
  std::map<std::u32string, PairWeights> out;
  for (const PairMap* pairs : {&listed_pairs(), &document_}) {
    const auto found = pairs->find(bare);
    if (found == pairs->end()) continue;
    for (const auto& pair : found->second) {
      const auto same = std::find_if(out.begin(), out.end(), [&](const auto& other) {
        return same_pair(other.first, pair.first);
      });
      PairWeights& sum = same == out.end() ? out[pair.first] : same->second;
      sum.add(pair.second);
    }
  }
  return out;
}

class KnownPairs::Settling {
 public:
  Settling(const KnownPairs& known, const std::vector<Word>& words, Echo echo)
      : known_(known), words_(words), own_(echo == Echo::kInText ? 1 : 0) {
    for (const Word& word : words) {
      parts_.push_back(part_of(word.text));
      out_.push_back({to_utf8(parts_.back().text), word.confidence, false});
    }
  }

  std::vector<Settled> settle() {
    for (std::size_t i = 0; i < parts_.size(); ++i)
      undouble(i);
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i)
      if (paired(i)) vouch(i);
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i)
      if (paired(i)) mend(i);
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i)
      if (paired(i)) add_comma(i);
    return std::move(out_);
  }

 private:
  using Variant = std::pair<std::u32string, PairWeights>;

  bool paired(std::size_t i) const {
    return !parts_[i].core.empty() && !parts_[i + 1].core.empty();
  }
  std::u32string read(std::size_t i) const {
    return marked_pair(parts_[i].core, parts_[i + 1].core);
  }
  std::map<std::u32string, PairWeights> variants(std::size_t i) const {
    return known_.variants(bare_pair(parts_[i].core, parts_[i + 1].core));
  }
  bool in_small_place(std::size_t i) const {
    return i > 0 && opens_small_place(parts_[i - 1].core);
  }

  bool spends(std::size_t i) const {
    return is_spending(parts_[i].core) || is_spending(parts_[i + 1].core);
  }

  // What the text alone knows may be misread there as well: a name in the lists that it
  // differs from by marks is no such witness.
  void vouch(std::size_t i) {
    PairWeights own;
    bool other_name = false;
    for (const auto& [marked, weights] : variants(i)) {
      if (same_pair(marked, read(i))) {
        own.add(weights);
      } else {
        other_name = other_name || weights.names > 0 || (spends(i) && weights.listed());
      }
    }
    // Prose has "số giáo viên"; the name of a body in capitals is "SỞ GIÁO DỤC".
    const bool name = is_capitals(parts_[i].core) && is_capitals(parts_[i + 1].core);
    const bool listed = name && other_name ? own.names > 0 : own.listed();
    const bool text = own.text > own_ && !spends(i) && (!other_name || in_small_place(i));
    if (listed || text) out_[i].vouched = out_[i + 1].vouched = true;
  }

  // What one neighbour vouches for, another does not change.
  bool contradicts(std::size_t i, const std::u32string& marked) const {
    const bool first = half_key(marked, false) != half_key(read(i), false);
    const bool second = half_key(marked, true) != half_key(read(i), true);
    return (first && out_[i].vouched) || (second && out_[i + 1].vouched);
  }

  // The only other way to mark the pair; prose counts where the document has it too, and
  // for spending ("chi") and telling ("chỉ"), which recognition takes for each other
  // whatever the network saw.
  std::vector<Variant> others(std::size_t i) const {
    std::vector<Variant> listed;
    std::vector<Variant> heard;
    for (const auto& [marked, weights] : variants(i)) {
      if (same_pair(marked, read(i)) || contradicts(i, marked)) continue;
      const bool said = weights.others > 0 && (spends(i) || weights.text > 0);
      if (weights.names > 0 || said) {
        listed.emplace_back(marked, weights);
      } else if (weights.text > 0) {
        heard.emplace_back(marked, weights);
      }
    }
    return listed.empty() ? heard : listed;
  }

  void mend(std::size_t i) {
    if (out_[i].vouched && out_[i + 1].vouched) return;
    const std::vector<Variant> fits = others(i);
    if (fits.size() != 1) return;
    const auto& [marked, weights] = fits.front();
    const bool prose = weights.names == 0 && weights.others > 0;
    if ((weights.names > 0 && !in_small_place(i)) || prose || weights.text >= kOften) {
      const std::size_t space = marked.find(U' ');
      replace(i, marked.substr(0, space));
      replace(i + 1, marked.substr(space + 1));
      out_[i].vouched = out_[i + 1].vouched = true;
    } else {
      if (half_key(marked, false) != half_key(read(i), false)) contest(i);
      if (half_key(marked, true) != half_key(read(i), true)) contest(i + 1);
    }
  }

  // A letter that the reader is not sure of it writes twice: "QUẢẲNG NINH". One of the
  // two goes where a listed name is left.
  void undouble(std::size_t i) {
    const std::u32string& core = parts_[i].core;
    if (core.size() < 3 || vietnamese::is_syllable(core)) return;
    for (std::size_t at = 0; at + 1 < core.size(); ++at) {
      if (fold(to_utf8(core.substr(at, 1))) != fold(to_utf8(core.substr(at + 1, 1))))
        continue;
      for (const std::size_t drop : {at, at + 1}) {
        std::u32string once = core;
        once.erase(drop, 1);
        if (!is_listed_beside(i, once)) continue;
        parts_[i].text.replace(parts_[i].begin, core.size(), once);
        parts_[i].core = once;
        out_[i].text = to_utf8(parts_[i].text);
        out_[i].confidence = kChanged;
        return;
      }
    }
  }

  bool is_listed_beside(std::size_t i, const std::u32string& core) const {
    const auto listed = [&](const std::u32string& a, const std::u32string& b) {
      if (a.empty() || b.empty()) return false;
      const auto found = known_.variants(bare_pair(a, b));
      return std::any_of(found.begin(), found.end(), [&](const auto& other) {
        return other.second.names > 0 && same_pair(other.first, marked_pair(a, b));
      });
    };
    return (i > 0 && listed(parts_[i - 1].core, core)) ||
           (i + 1 < parts_.size() && listed(core, parts_[i + 1].core));
  }

  void contest(std::size_t i) {
    out_[i].confidence = std::min(out_[i].confidence, kContested);
  }

  void replace(std::size_t i, const std::u32string& meant) {
    Part& part = parts_[i];
    if (vietnamese::syllable_key(part.core) == vietnamese::syllable_key(meant)) return;
    const std::u32string now = in_case_of(meant, part.core);
    if (now.size() != part.core.size()) return;
    part.text.replace(part.begin, part.core.size(), now);
    part.core = now;
    out_[i].text = to_utf8(part.text);
    out_[i].confidence = std::min(out_[i].confidence, kChanged);
  }

  void add_comma(std::size_t i) {
    if (!is_letter(parts_[i].text.back())) return;
    for (const auto& [marked, weights] : variants(i)) {
      if (!same_pair(marked, read(i)) || weights.names == 0) continue;
      if (weights.commas == 0) return;
      out_[i].confidence = std::min(out_[i].confidence, kContested);
      if (gap(i) > kCommaGap * usual_gap(i)) out_[i].text += ',';
    }
  }

  // Behind the word, in pixels; 0 where the line ends with it.
  int gap(std::size_t i) const {
    return std::max(0, words_[i + 1].box.x - words_[i].box.right());
  }

  int usual_gap(std::size_t but) const {
    std::vector<int> gaps;
    for (std::size_t i = 0; i + 1 < words_.size(); ++i)
      if (i != but && gap(i) > 0) gaps.push_back(gap(i));
    if (gaps.empty()) return words_[but].box.height;
    return median_of(std::move(gaps));
  }

  const KnownPairs& known_;
  const std::vector<Word>& words_;
  const double own_;  // how often the field's own words are among the text's
  std::vector<Part> parts_;
  std::vector<Settled> out_;
};

std::vector<KnownPairs::Settled> KnownPairs::settle(const std::vector<Word>& words,
                                                    Echo echo) const {
  return Settling(*this, words, echo).settle();
}

}  // namespace tangthu::ocr
