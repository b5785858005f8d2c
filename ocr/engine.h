// A resident engine that reads pictures of lines: Tesseract, or the fast reader, which
// has Tesseract's models and gives its text (docs/READER.md).
//
// Thread rule: one thread at a time. It computes on the calling thread only, whatever
// OMP_* variables say. Nothing is written to disk or to stderr.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// Grey pixels, rows from the top without padding; dark on light.
struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  GreyImage() = default;
  GreyImage(int w, int h, std::uint8_t value)
      : width(w),
        height(h),
        pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
  std::uint8_t* row(int y) {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  const std::uint8_t* row(int y) const {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
};

using Deadline = std::chrono::steady_clock::time_point;

enum class Keep { kWords, kSteps };

// "vie+eng" → {"vie", "eng"}.
std::vector<std::string> split_languages(const std::string& languages);

enum class EngineKind {
  kTesseract,
  kFast,  // Tesseract where a model is of a kind that the fast reader doesn't know
};

namespace reader {
struct Kernels;
}

struct EngineOptions {
  std::string languages = "vie";  // as Tesseract writes lists: "vie+eng"
  std::string tessdata;           // folder of models; empty: the system's
  EngineKind kind = EngineKind::kTesseract;
  const reader::Kernels* kernels = nullptr;  // of the fast reader; null: the best here
};

inline constexpr int kMinLineSide = 3;  // pixels; what is smaller is no line

class Engine {
 public:
  // As Recogniser::create.
  static Result<std::unique_ptr<Engine>> create(const EngineOptions& options);
  static Result<std::unique_ptr<Engine>> create(const std::string& languages,
                                                const std::string& tessdata) {
    return create({languages, tessdata});
  }
  Engine() = default;
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // The words of the one line that fills `image`, left to right, boxes in its pixels.
  // Nothing when there is nothing to read or the deadline has passed.
  // With Keep::kSteps each has what else it may have been (Word::steps).
  virtual std::vector<Word> read_line(const GreyImage& image, int dpi, Deadline deadline,
                                      Keep keep = Keep::kWords) = 0;
  // The same of several lines, which may be faster than one by one.
  virtual std::vector<std::vector<Word>> read_lines(
      const std::vector<const GreyImage*>& images, int dpi, Deadline deadline,
      Keep keep = Keep::kWords);
};

// Why Tesseract will read although the fast reader was asked for; nothing where it won't.
std::optional<Error> why_not_fast(const EngineOptions& options);

// kUsage, with the package to install as the remedy.
Failure missing_language(std::string languages);

}  // namespace tangthu::ocr
