#include "ocr/alternatives.h"

#include <algorithm>

#include "base/unicode.h"
#include "ocr/vietnamese/channel.h"

namespace tangthu::ocr {
namespace {

std::vector<OtherReading> other_readings(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  const auto seen = vietnamese::Channel(word.steps).alternatives(text);
  std::vector<OtherReading> out;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    for (const Sight& sight : seen[i]) {
      if (sight.probability < kLeastAlternative) continue;
      std::u32string other = text;
      other[i] = sight.character;
      out.push_back({to_nfc(to_utf8(other)), sight.probability});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const OtherReading& a, const OtherReading& b) {
                     return a.probability > b.probability;
                   });
  if (out.size() > kMostAlternatives) out.resize(kMostAlternatives);
  return out;
}

}  // namespace

void keep_alternatives(PageText& page) {
  for (Line& line : page.lines) {
    for (Word& word : line.words) {
      if (word.confidence < kAlternativesBelow && !word.steps.empty())
        word.alternatives = other_readings(word);
    }
  }
}

}  // namespace tangthu::ocr
