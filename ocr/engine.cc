#include "ocr/engine.h"

#include <algorithm>
#include <mutex>

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include "base/unicode.h"
#include "ocr/reader/fast_engine.h"

// Declared here because a compiler's omp.h comes with its own OpenMP; libtesseract is
// bound to libgomp, and the names are the standard's.
extern "C" void omp_set_max_active_levels(int levels);

namespace tangthu::ocr {
namespace {

constexpr int kMaxLineWidth = 32'000;  // its coordinates are 16 bits

// libtesseract starts parallel regions of four threads with an explicit num_threads,
// which beats omp_set_num_threads. With no active level allowed every region runs on the
// thread that meets it. The setting belongs to the calling thread, so each call makes it.
void stay_on_this_thread() {
  omp_set_max_active_levels(0);
}

// Tesseract says a column's characters as text: "" where nothing begins.
Step step_of(const std::vector<std::pair<const char*, float>>& sights) {
  Step step;
  step.reserve(sights.size());
  for (const auto& [text, probability] : sights) {
    const std::u32string points = to_code_points(text == nullptr ? "" : text);
    step.push_back({points.empty() ? kNothingNew : points.front(), probability});
  }
  return step;
}

std::vector<Step> steps_of(const tesseract::ResultIterator& word) {
  std::vector<Step> steps;
  const auto* characters = word.GetRawLSTMTimesteps();
  if (characters == nullptr) return steps;
  for (const auto& columns : *characters) {
    for (const auto& column : columns)
      steps.push_back(step_of(column));
  }
  return steps;
}

}  // namespace

std::vector<std::string> split_languages(const std::string& languages) {
  std::vector<std::string> out;
  std::size_t from = 0;
  while (from <= languages.size()) {
    const std::size_t to = std::min(languages.find('+', from), languages.size());
    if (to > from) out.push_back(languages.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

namespace {

class TesseractEngine : public Engine {
 public:
  bool start(const std::string& languages, const std::string& tessdata);
  std::vector<Word> read_line(const GreyImage& image, int dpi, Deadline deadline,
                              Keep keep) override;

 private:
  std::vector<Word> collect_words(Keep keep);

  tesseract::TessBaseAPI api_;
};

bool TesseractEngine::start(const std::string& languages, const std::string& tessdata) {
  // Tesseract keeps process-wide parameters and tables: engines start one by one.
  static std::mutex start_mutex;
  const std::lock_guard lock(start_mutex);
  setMsgSeverity(L_SEVERITY_NONE);
  stay_on_this_thread();
  api_.SetVariable("debug_file", "/dev/null");
  const char* folder = tessdata.empty() ? nullptr : tessdata.c_str();
  if (api_.Init(folder, languages.c_str(), tesseract::OEM_LSTM_ONLY) != 0) return false;
  std::vector<std::string> loaded;
  api_.GetLoadedLanguagesAsVector(&loaded);
  const std::vector<std::string> wanted = split_languages(languages);
  const bool all_there =
      std::all_of(wanted.begin(), wanted.end(), [&](const std::string& language) {
        return std::find(loaded.begin(), loaded.end(), language) != loaded.end();
      });
  if (!all_there) return false;
  api_.SetPageSegMode(tesseract::PSM_RAW_LINE);
  // Columns are at hand anyway; further beams would cost more than the reading itself.
  api_.SetVariable("lstm_choice_iterations", "0");
  return true;
}

std::vector<Word> TesseractEngine::read_line(const GreyImage& image, int dpi,
                                             Deadline deadline, Keep keep) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0 || image.width < kMinLineSide || image.height < kMinLineSide ||
      image.width > kMaxLineWidth || image.height > kMaxLineWidth) {
    return {};
  }
  stay_on_this_thread();
  api_.SetVariable("lstm_choice_mode", keep == Keep::kSteps ? "1" : "0");
  api_.SetImage(image.pixels.data(), image.width, image.height, 1, image.width);
  api_.SetSourceResolution(std::clamp(dpi, 70, 2400));
  tesseract::ETEXT_DESC monitor;
  monitor.set_deadline_msecs(static_cast<std::int32_t>(left.count()));
  std::vector<Word> words;
  if (api_.Recognize(&monitor) == 0) words = collect_words(keep);
  api_.Clear();
  return words;
}

std::vector<Word> TesseractEngine::collect_words(Keep keep) {
  std::vector<Word> words;
  const std::unique_ptr<tesseract::ResultIterator> found(api_.GetIterator());
  if (!found || found->Empty(tesseract::RIL_WORD)) return words;
  do {
    const std::unique_ptr<char[]> text(found->GetUTF8Text(tesseract::RIL_WORD));
    if (!text || text[0] == '\0') continue;
    Word word;
    word.text = to_nfc(text.get());
    word.confidence =
        std::clamp(found->Confidence(tesseract::RIL_WORD) / 100.0, 0.0, 1.0);
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    if (found->BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom)) {
      word.box = {left, top, right - left, bottom - top};
    }
    if (keep == Keep::kSteps) word.steps = steps_of(*found);
    words.push_back(std::move(word));
  } while (found->Next(tesseract::RIL_WORD));
  return words;
}

}  // namespace

Failure missing_language(std::string languages) {
  return fail(ErrorCode::kUsage, "a recognition language is not installed",
              "install its package, for example tesseract-ocr-vie", std::move(languages));
}

std::vector<std::vector<Word>> Engine::read_lines(
    const std::vector<const GreyImage*>& images, int dpi, Deadline deadline, Keep keep) {
  std::vector<std::vector<Word>> out;
  out.reserve(images.size());
  for (const GreyImage* image : images)
    out.push_back(read_line(*image, dpi, deadline, keep));
  return out;
}

std::optional<Error> why_not_fast(const EngineOptions& options) {
  if (options.kind != EngineKind::kFast) return std::nullopt;
  auto fast = reader::make_fast_engine(options);
  if (fast) return std::nullopt;
  return fast.error();
}

Result<std::unique_ptr<Engine>> Engine::create(const EngineOptions& options) {
  if (options.kind == EngineKind::kFast) {
    auto fast = reader::make_fast_engine(options);
    // A damaged model is nobody's; of others Tesseract may know more.
    if (fast || fast.error().code() == ErrorCode::kCorrupt) return fast;
  }
  auto engine = std::make_unique<TesseractEngine>();
  if (!engine->start(options.languages, options.tessdata))
    return missing_language(options.languages);
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace tangthu::ocr
