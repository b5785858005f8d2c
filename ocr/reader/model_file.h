// The container of a language model (*.traineddata): a table of offsets, then the parts.
//
// A model is untrusted input: every length is checked before it is believed, and the
// whole has a stated limit. Source: the files themselves (docs/READER.md has the bytes).
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr::reader {

inline constexpr std::size_t kMaxModelBytes = std::size_t{256} << 20;

// Those that the reader uses.
enum class ModelPart : std::size_t {
  kNetwork = 17,
  kPunctuation = 18,
  kWords = 19,
  kNumbers = 20,
  kCharacters = 21,
  kRecoder = 22,
};

// Views into the file's bytes, which must outlive it.
class ModelFile {
 public:
  // kCorrupt where the table does not fit the bytes. `name` is the error's subject.
  static Result<ModelFile> open(ByteView bytes, const std::string& name);

  std::optional<ByteView> part(ModelPart part) const {
    return parts_[static_cast<std::size_t>(part)];
  }

 private:
  static constexpr std::size_t kMostParts = 64;
  std::array<std::optional<ByteView>, kMostParts> parts_;
};

// kNotFound where there is no such file, kBadInput past kMaxModelBytes.
Result<Bytes> read_model(const std::filesystem::path& file);

// What every part's parser answers.
Failure corrupt_model(std::string name);
// A sound model of a kind that this reader does not know; Tesseract may.
Failure unsupported_model(std::string name);
// Whether that is why.
bool is_unsupported(const Error& error);

}  // namespace tangthu::ocr::reader
