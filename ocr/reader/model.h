// A language model, loaded for reading.
//
// Thread rule: immutable; shared by the readers of all workers.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.h"
#include "ocr/reader/charset.h"
#include "ocr/reader/dictionary.h"
#include "ocr/reader/network.h"

namespace tangthu::ocr::reader {

struct Model {
  Charset charset;
  std::optional<Dictionary> dictionary;
  std::unique_ptr<Runner> runner;
};

// kCorrupt for a damaged model; unsupported_model (model_file.h) for one that Tesseract
// alone can read: of other layers, of floating-point weights, or of a script that is
// written from the right.
Result<std::shared_ptr<const Model>> parse_model(ByteView bytes, const std::string& name,
                                                 const Kernels& kernels);
Result<std::shared_ptr<const Model>> load_model(const std::filesystem::path& file,
                                                const Kernels& kernels);

}  // namespace tangthu::ocr::reader
