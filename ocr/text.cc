#include "ocr/text.h"

#include <algorithm>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

class Confidence {
 public:
  void add(const Word& word) {
    const auto length = static_cast<double>(to_code_points(word.text).size());
    sum_ += word.confidence * length;
    weight_ += length;
  }
  double mean() const { return weight_ > 0 ? sum_ / weight_ : 0; }

 private:
  double sum_ = 0;
  double weight_ = 0;
};

}  // namespace

std::string_view correction_code(CorrectionReason reason) {
  switch (reason) {
    case CorrectionReason::kSyllable:
      break;
    case CorrectionReason::kPair:
      return "pair";
    case CorrectionReason::kName:
      return "name";
    case CorrectionReason::kCode:
      return "code";
    case CorrectionReason::kDigit:
      return "digit";
    case CorrectionReason::kPunctuation:
      return "punctuation";
    case CorrectionReason::kDash:
      return "dash";
    case CorrectionReason::kSpelling:
      return "spelling";
  }
  return "syllable";
}

std::string_view correction_state_code(CorrectionState state) {
  switch (state) {
    case CorrectionState::kNone:
      break;
    case CorrectionState::kWithoutWordList:
      return "without-word-list";
    case CorrectionState::kFull:
      return "full";
  }
  return "no";
}

std::string joined_words(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

double mean_confidence(const std::vector<Word>& words) {
  Confidence confidence;
  for (const Word& word : words)
    confidence.add(word);
  return confidence.mean();
}

double PageText::mean_confidence() const {
  Confidence confidence;
  for (const Line& line : lines) {
    for (const Word& word : line.words)
      confidence.add(word);
  }
  return confidence.mean();
}

bool is_declassified(const DocumentText& document) {
  constexpr double kSure = 0.7;
  return std::any_of(document.stamps.begin(), document.stamps.end(),
                     [](const Stamp& stamp) {
                       return stamp.kind == "declassified" && stamp.confidence >= kSure;
                     });
}

std::string plain_text(const PageText& page) {
  std::string out;
  for (const Line& line : page.lines) {
    out += line.text;
    out += '\n';
  }
  return out;
}

std::string plain_text(const DocumentText& document) {
  std::string out;
  for (std::size_t i = 0; i < document.pages.size(); ++i) {
    if (i > 0) out += '\f';
    out += plain_text(document.pages[i]);
  }
  return out;
}

}  // namespace tangthu::ocr
