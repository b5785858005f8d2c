// One resident Tesseract engine that reads a picture of one line.
//
// Thread rule: one thread at a time. It computes on the calling thread only, whatever
// OMP_* variables say. Nothing is written to disk or to stderr.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
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

class Engine {
 public:
  // As Recogniser::create.
  static Result<std::unique_ptr<Engine>> create(const std::string& languages,
                                                const std::string& tessdata);
  ~Engine();

  // The words of the one line that fills `image`, left to right, boxes in its pixels.
  // Nothing when there is nothing to read or the deadline has passed.
  // With Keep::kSteps each has what else it may have been (Word::steps).
  std::vector<Word> read_line(const GreyImage& image, int dpi, Deadline deadline,
                              Keep keep = Keep::kWords);

 private:
  class Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::ocr
