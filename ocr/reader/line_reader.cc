#include "ocr/reader/line_reader.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"

namespace tangthu::ocr::reader {
namespace {

// Below this mean of the likeliest classes a line may be light on dark.
constexpr float kDoubtfulInk = 0.7F;
constexpr float kLeastSight = 0.01F;      // probability
constexpr float kCertaintyScale = 7.0F;   // to that of Tesseract's words
constexpr float kLeastCertainty = -2.5F;  // of a word outside of the dictionary
constexpr float kMoreALetter = -0.5F;     // of one inside, past two letters

// Mean of the likeliest classes other than blank, in 127ths as Tesseract counts them.
float mean_of_best(const Probabilities& line, std::size_t blank) {
  std::int64_t sum = 0;
  std::int64_t count = 0;
  for (std::size_t t = 0; t < line.columns; ++t) {
    const float* column = line.column(t);
    const float* best = std::max_element(column, column + line.classes);
    if (static_cast<std::size_t>(best - column) == blank) continue;
    sum += static_cast<std::int64_t>(127.0F * *best);
    ++count;
  }
  if (count == 0) return 0;
  return static_cast<float>(static_cast<double>(sum) / static_cast<double>(count) / 127);
}

int shortest_letters(const ReadWord& word, const Charset& charset) {
  int shortest = 0;
  int run = 0;
  for (std::size_t i = 0; i <= word.characters.size(); ++i) {
    const bool letter =
        i < word.characters.size() &&
        charset.characters()[static_cast<std::size_t>(word.characters[i])].alphabetic;
    if (letter) {
      ++run;
    } else if (run > 0) {
      shortest = shortest == 0 ? run : std::min(shortest, run);
      run = 0;
    }
  }
  return shortest;
}

// All lower, all upper, or a capital first; digits not behind small letters.
bool has_usual_case(const ReadWord& word, const Charset& charset) {
  enum State : std::size_t { kStart, kCapital, kSmall, kCapitals, kDigits, kSmallFirst };
  constexpr std::size_t kBad = 6;
  // By state: behind another sign, an upper one, a lower one, a digit.
  constexpr std::size_t kStates[6][4] = {
      {kStart, kCapital, kSmallFirst, kDigits},
      {kStart, kCapitals, kSmall, kDigits},
      {kStart, kBad, kSmall, kBad},
      {kStart, kCapitals, kBad, kDigits},
      {kStart, kBad, kBad, kDigits},
      {kSmallFirst, kBad, kSmall, kBad},
  };
  std::size_t state = kStart;
  for (const int index : word.characters) {
    const Character& character = charset.characters()[static_cast<std::size_t>(index)];
    const std::size_t kind = character.upper   ? 1
                             : character.lower ? 2
                             : character.digit ? 3
                                               : 0;
    state = kStates[state][kind];
    if (state == kBad) return false;
  }
  return state != kSmallFirst;
}

}  // namespace

double confidence_of(const ReadWord& word) {
  const float percent = 100.0F + 5.0F * kCertaintyScale * word.certainty;
  return std::clamp(percent / 100.0, 0.0, 1.0);
}

LineReader::LineReader(std::shared_ptr<const Model> model)
    : model_(std::move(model)),
      beam_(model_->charset, model_->dictionary ? &*model_->dictionary : nullptr,
            model_->runner->network().blank) {}

std::vector<ReadLine> LineReader::read(const std::vector<const GreyImage*>& lines) {
  const Runner& runner = *model_->runner;
  const Network& network = runner.network();
  std::vector<GreyImage> scaled;
  std::vector<Plane> planes;
  std::vector<std::size_t> sound;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    GreyImage image = scaled_to(*lines[i], network.input_height);
    if (image.width < network.x_scale) continue;
    planes.push_back(plane_of(image, Ink::kDark));
    scaled.push_back(std::move(image));
    sound.push_back(i);
  }
  std::vector<Probabilities> seen = runner.run(std::move(planes));
  std::vector<ReadLine> out(lines.size());
  std::vector<Plane> inverted;
  std::vector<std::pair<std::size_t, float>> doubtful;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    const float mean = mean_of_best(seen[k], network.blank);
    if (mean >= kDoubtfulInk) continue;
    doubtful.emplace_back(k, mean);
    inverted.push_back(plane_of(scaled[k], Ink::kLight));
  }
  std::vector<Probabilities> other = runner.run(std::move(inverted));
  for (std::size_t k = 0; k < other.size(); ++k) {
    const auto [index, mean] = doubtful[k];
    if (!(mean_of_best(other[k], network.blank) > mean)) continue;
    seen[index] = std::move(other[k]);
    out[sound[index]].ink = Ink::kLight;
  }
  for (std::size_t k = 0; k < seen.size(); ++k) {
    ReadLine& line = out[sound[k]];
    const float factor = static_cast<float>(network.input_height) /
                         static_cast<float>(lines[sound[k]]->height);
    line.words = words_of(beam_.best_path(seen[k]), model_->charset,
                          static_cast<float>(network.x_scale) / factor);
    line.probabilities = std::move(seen[k]);
    for (ReadWord& word : line.words)
      word.accepted = is_accepted(word);
  }
  return out;
}

std::string LineReader::text_of(const ReadWord& word) const {
  std::string text;
  for (const int character : word.characters)
    text += model_->charset.characters()[static_cast<std::size_t>(character)].text;
  return text;
}

std::vector<Step> LineReader::steps_of(const ReadLine& line, const ReadWord& word) const {
  std::vector<Step> steps;
  for (std::size_t t = word.first_column; t < word.end_column; ++t) {
    const float* column = line.probabilities.column(t);
    Step& step = steps.emplace_back();
    for (std::size_t code = 0; code < line.probabilities.classes; ++code) {
      if (column[code] < kLeastSight) continue;
      const int character = model_->charset.character_of(static_cast<int>(code));
      Sight sight{kNothingNew, column[code]};
      if (character != kNoCharacter) {
        const std::u32string points = to_code_points(
            model_->charset.characters()[static_cast<std::size_t>(character)].text);
        if (!points.empty()) sight.character = points.front();
      }
      step.push_back(sight);
    }
    // The likeliest first; of equals the one of the higher code.
    std::reverse(step.begin(), step.end());
    std::stable_sort(step.begin(), step.end(), [](const Sight& a, const Sight& b) {
      return a.probability > b.probability;
    });
  }
  return steps;
}

// Longer runs of letters are allowed more doubt, if the dictionary has the word.
bool LineReader::is_accepted(const ReadWord& word) const {
  float least = kLeastCertainty;
  const auto& dictionary = model_->dictionary;
  if (dictionary && dictionary->has_word(word.characters) &&
      has_usual_case(word, model_->charset)) {
    const int letters = shortest_letters(word, model_->charset);
    least += kMoreALetter * static_cast<float>(std::max(0, letters - 2));
  }
  return word.certainty * kCertaintyScale > least;
}

}  // namespace tangthu::ocr::reader
