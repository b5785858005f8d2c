// The engine that reads lines with Tesseract's models, without Tesseract.
#pragma once

#include <memory>

#include "ocr/engine.h"

namespace tangthu::ocr::reader {

// kNotFound, kCorrupt or unsupported_model (model_file.h) of the first model that can't
// be read.
Result<std::unique_ptr<Engine>> make_fast_engine(const EngineOptions& options);

}  // namespace tangthu::ocr::reader
