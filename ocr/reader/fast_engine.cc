#include "ocr/reader/fast_engine.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <numeric>
#include <utility>

#include "base/unicode.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/model_file.h"
#include "ocr/reader/word_boxes.h"

namespace tangthu::ocr::reader {
namespace {

namespace fs = std::filesystem;

// How much better a further model's words must be (Tesseract's measures).
constexpr float kRatingRatio = 1.5F;
constexpr float kCertaintyMargin = 5.5F / 7.0F;

// Where Tesseract looks.
fs::path find_model(const std::string& language, const std::string& tessdata) {
  const std::string name = language + ".traineddata";
  if (!tessdata.empty()) return fs::path(tessdata) / name;
  if (const char* prefix = std::getenv("TESSDATA_PREFIX"); prefix != nullptr)
    return fs::path(prefix) / name;
  constexpr std::array kFolders = {"/usr/share/tesseract-ocr/5/tessdata",
                                   "/usr/share/tesseract-ocr/4.00/tessdata",
                                   "/usr/share/tessdata", "/usr/local/share/tessdata"};
  for (const char* folder : kFolders) {
    std::error_code error;
    if (fs::exists(fs::path(folder) / name, error)) return fs::path(folder) / name;
  }
  return fs::path(kFolders.front()) / name;
}

// A word that one of the models read.
struct Choice {
  std::size_t model = 0;
  const ReadLine* line = nullptr;
  const ReadWord* word = nullptr;
};
using Choices = std::vector<Choice>;

// Of words that cover the same stretch of a line.
struct Worth {
  float rating = 0;
  float certainty = 0;
  bool empty = true;
  bool known = true;  // all of them stand in the dictionary
};

Worth worth_of(const Choices& words, std::size_t first, std::size_t end) {
  Worth worth;
  for (std::size_t i = first; i < end; ++i) {
    worth.empty = false;
    worth.rating += words[i].word->rating;
    worth.certainty = std::min(worth.certainty, words[i].word->certainty);
    if (words[i].word->source != Source::kWord) worth.known = false;
  }
  if (worth.empty) worth.known = false;
  return worth;
}

bool is_better(const Worth& other, const Worth& best) {
  if (other.empty) return false;
  return best.empty || (other.certainty > best.certainty && other.rating < best.rating) ||
         (!best.known && other.known && other.rating < best.rating * kRatingRatio &&
          other.certainty > best.certainty - kCertaintyMargin);
}

// The gap behind words[index].
std::pair<int, int> gap_behind(const Choices& words, std::size_t index) {
  const int right =
      index < words.size() ? words[index].word->right : std::numeric_limits<int>::min();
  const int left = index + 1 < words.size() ? words[index + 1].word->left
                                            : std::numeric_limits<int>::max();
  return {right, left};
}

// Of each smallest stretch between gaps that both have, the better reading.
Choices merged(const Choices& best, const Choices& other) {
  Choices out;
  std::size_t b = 0;
  std::size_t n = 0;
  while (b < best.size() || n < other.size()) {
    const std::size_t first_b = b;
    const std::size_t first_n = n;
    while (b < best.size() || n < other.size()) {
      const auto [right_b, left_b] = gap_behind(best, b);
      const auto [right_n, left_n] = gap_behind(other, n);
      if (std::max(right_b, right_n) < std::min(left_b, left_n)) break;
      if ((right_b < right_n && b < best.size()) || n == other.size()) {
        ++b;
      } else {
        ++n;
      }
    }
    const std::size_t end_b = std::min(b + 1, best.size());
    const std::size_t end_n = std::min(n + 1, other.size());
    const bool better =
        is_better(worth_of(other, first_n, end_n), worth_of(best, first_b, end_b));
    const Choices& from = better ? other : best;
    const auto first = static_cast<std::ptrdiff_t>(better ? first_n : first_b);
    const auto end = static_cast<std::ptrdiff_t>(better ? end_n : end_b);
    out.insert(out.end(), from.begin() + first, from.begin() + end);
    b = end_b;
    n = end_n;
  }
  return out;
}

void move_by(int x, std::vector<ReadWord>& words) {
  for (ReadWord& word : words) {
    word.left += x;
    word.right += x;
  }
}

class FastEngine : public Engine {
 public:
  explicit FastEngine(std::vector<std::unique_ptr<LineReader>> readers)
      : readers_(std::move(readers)) {}

  std::vector<Word> read_line(const GreyImage& image, int dpi, Deadline deadline,
                              Keep keep) override {
    return std::move(read_lines({&image}, dpi, deadline, keep).front());
  }
  std::vector<std::vector<Word>> read_lines(const std::vector<const GreyImage*>& images,
                                            int dpi, Deadline deadline,
                                            Keep keep) override;

 private:
  // What the models that were asked made of one line, and the best of it.
  struct Reading {
    std::vector<std::unique_ptr<ReadLine>> lines;
    Choices best;
  };

  std::vector<Reading> read_some(const std::vector<const GreyImage*>& images);
  std::vector<Word> words_of(const Reading& reading, const GreyImage& image,
                             Keep keep) const;

  std::vector<std::unique_ptr<LineReader>> readers_;  // one a model, in order
};

// The next model is asked about lines in which a word is in doubt.
//
// Tesseract shows models after the first its own tighter cut of a line. They are the
// doubtful readers here, and so they get that too: in the first model's frame they see
// better, and take words from it that it has right.
std::vector<FastEngine::Reading> FastEngine::read_some(
    const std::vector<const GreyImage*>& images) {
  std::vector<Reading> all(images.size());
  std::vector<std::size_t> open(images.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  for (std::size_t m = 0; m < readers_.size() && !open.empty(); ++m) {
    std::vector<TightCut> cuts;
    for (const std::size_t i : open)
      if (m > 0) cuts.push_back(tight_cut(*images[i]));
    std::vector<const GreyImage*> some;
    for (std::size_t k = 0; k < open.size(); ++k)
      some.push_back(m == 0 ? images[open[k]] : &cuts[k].image);
    std::vector<ReadLine> lines = readers_[m]->read(some);
    for (std::size_t k = 0; k < cuts.size(); ++k)
      move_by(cuts[k].x, lines[k].words);
    std::vector<std::size_t> left;
    for (std::size_t k = 0; k < open.size(); ++k) {
      Reading& reading = all[open[k]];
      reading.lines.push_back(std::make_unique<ReadLine>(std::move(lines[k])));
      Choices found;
      for (const ReadWord& word : reading.lines.back()->words)
        found.push_back({m, reading.lines.back().get(), &word});
      reading.best = m == 0 ? std::move(found) : merged(reading.best, found);
      if (!std::all_of(reading.best.begin(), reading.best.end(),
                       [](const Choice& choice) { return choice.word->accepted; }))
        left.push_back(open[k]);
    }
    open = std::move(left);
  }
  return all;
}

std::vector<Word> FastEngine::words_of(const Reading& reading, const GreyImage& image,
                                       Keep keep) const {
  std::vector<Stretch> stretches;
  for (const Choice& choice : reading.best)
    stretches.push_back({choice.word->left, choice.word->right});
  const Ink ink = reading.best.empty() ? Ink::kDark : reading.best.front().line->ink;
  const std::vector<Box> boxes = boxes_of(image, ink, stretches);
  std::vector<Word> words;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Choice& choice = reading.best[i];
    const LineReader& reader = *readers_[choice.model];
    Word word;
    word.text = to_nfc(reader.text_of(*choice.word));
    // A space that the beam took for a word, or for a word's beginning.
    word.text.erase(0, word.text.find_first_not_of(' '));
    if (word.text.empty()) continue;
    word.confidence = confidence_of(*choice.word);
    word.box = boxes[i];
    if (keep == Keep::kSteps) word.steps = reader.steps_of(*choice.line, *choice.word);
    words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::vector<Word>> FastEngine::read_lines(
    const std::vector<const GreyImage*>& images, int /*dpi*/, Deadline deadline,
    Keep keep) {
  std::vector<std::vector<Word>> out(images.size());
  // Lines of one width together: their columns are computed side by side.
  std::vector<std::size_t> order;
  const auto width = [&](std::size_t i) {
    return static_cast<double>(images[i]->width) / images[i]->height;
  };
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i]->width >= kMinLineSide && images[i]->height >= kMinLineSide)
      order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return width(a) > width(b); });
  constexpr std::size_t kAtOnce = 24;
  for (std::size_t from = 0; from < order.size(); from += kAtOnce) {
    if (std::chrono::steady_clock::now() >= deadline) break;
    const std::size_t end = std::min(from + kAtOnce, order.size());
    std::vector<const GreyImage*> some;
    for (std::size_t k = from; k < end; ++k)
      some.push_back(images[order[k]]);
    const std::vector<Reading> readings = read_some(some);
    for (std::size_t k = from; k < end; ++k)
      out[order[k]] = words_of(readings[k - from], *images[order[k]], keep);
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Engine>> make_fast_engine(const EngineOptions& options) {
  std::vector<std::unique_ptr<LineReader>> readers;
  for (const std::string& language : split_languages(options.languages)) {
    auto model =
        TRY(load_model(find_model(language, options.tessdata),
                       options.kernels == nullptr ? best_kernels() : *options.kernels));
    readers.push_back(std::make_unique<LineReader>(std::move(model)));
  }
  if (readers.empty()) return missing_language(options.languages);
  return std::unique_ptr<Engine>(std::make_unique<FastEngine>(std::move(readers)));
}

}  // namespace tangthu::ocr::reader
