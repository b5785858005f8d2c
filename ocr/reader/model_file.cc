#include "ocr/reader/model_file.h"

#include <algorithm>
#include <fstream>
#include <vector>

namespace tangthu::ocr::reader {

Failure corrupt_model(std::string name) {
  return fail(ErrorCode::kCorrupt, "the language model is damaged",
              "install its package again", std::move(name));
}

Failure unsupported_model(std::string name) {
  return fail(ErrorCode::kBadInput, "the fast reader does not know this kind of model",
              "use --engine tesseract", std::move(name));
}

bool is_unsupported(const Error& error) {
  return error.text() == unsupported_model({}).value().text();
}

Result<ModelFile> ModelFile::open(ByteView bytes, const std::string& name) {
  ByteReader in(bytes);
  const std::size_t count = in.integer<std::uint32_t>();
  if (in.failed() || count == 0 || count > kMostParts) return corrupt_model(name);
  std::vector<std::uint64_t> offsets(count);
  for (std::uint64_t& offset : offsets)
    offset = in.integer<std::uint64_t>();
  if (in.failed()) return corrupt_model(name);
  const std::uint64_t first = bytes.size() - in.remaining();
  std::vector<std::uint64_t> ends = {bytes.size()};
  for (const std::uint64_t offset : offsets) {
    if (offset == UINT64_MAX) continue;  // no such part
    if (offset < first || offset > bytes.size()) return corrupt_model(name);
    ends.push_back(offset);
  }
  std::sort(ends.begin(), ends.end());
  ModelFile file;
  for (std::size_t i = 0; i < count; ++i) {
    if (offsets[i] == UINT64_MAX) continue;
    // Past the last offset lies the end; a part at the end is empty.
    const auto next = std::upper_bound(ends.begin(), ends.end(), offsets[i]);
    const std::uint64_t end = next == ends.end() ? bytes.size() : *next;
    file.parts_[i] = bytes.subspan(static_cast<std::size_t>(offsets[i]),
                                   static_cast<std::size_t>(end - offsets[i]));
  }
  return file;
}

Result<Bytes> read_model(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) {
    return fail(ErrorCode::kNotFound, "there is no such language model",
                "install its package, for example tesseract-ocr-vie", file.string());
  }
  const std::streamoff size = in.tellg();
  if (size < 0 || static_cast<std::uint64_t>(size) > kMaxModelBytes) {
    return fail(ErrorCode::kBadInput, "the language model is too large",
                "use one of at most 256 MiB", file.string());
  }
  Bytes bytes(static_cast<std::size_t>(size));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), size);
  if (in.gcount() != size) return corrupt_model(file.string());
  return bytes;
}

}  // namespace tangthu::ocr::reader
