// Pairs of words that our lists have (ocr/data), by their letters without marks: which
// ways there are to mark them. Thread rule: any thread.
#pragma once

#include <map>
#include <string>

namespace tangthu::ocr {

struct PairWeights {
  double names = 0;   // in lists of names
  double commas = 0;  // of these, with a comma between
  double others = 0;  // in lists of phrases
  double text = 0;    // in a document
  bool listed() const { return names + others > 0; }
  void add(const PairWeights& more);
};
// By both words without marks, then by both with them.
using PairMap = std::map<std::string, std::map<std::u32string, PairWeights>, std::less<>>;

const PairMap& listed_pairs();

// "lam dong"
std::string bare_pair(const std::u32string& a, const std::u32string& b);
// "lâm đồng", with the tones where these words have them: what a change is written with.
std::u32string marked_pair(const std::u32string& a, const std::u32string& b);
// The syllable and tone of one word of a marked pair.
std::u32string half_key(const std::u32string& marked, bool second);
// Whether two marked pairs differ at most in where a tone stands.
bool same_pair(const std::u32string& a, const std::u32string& b);

}  // namespace tangthu::ocr
