// Files, folders and archives of them → input files, one after the other.
//
// An InputFile is one image, TIFF or PDF with its bytes exactly as found: they are the
// master. Folders are walked in natural order (page2 before page10), archives (whatever
// libarchive reads) are unpacked in a sandboxed child and never onto disk. What can't be
// used is an InputFailure that names the file; the walk goes on.
//
// Limits: kMaxFileBytes a file or archive member, kMaxArchiveBytes an archive unpacked,
// kMaxArchiveMembers members, kMaxArchiveDepth archives within archives.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace tangthu::scanner {

inline constexpr std::uint64_t kMaxFileBytes = 1ULL << 30;
inline constexpr std::uint64_t kMaxArchiveBytes = 4ULL << 30;
inline constexpr std::uint64_t kMaxArchiveMembers = 100'000;
inline constexpr int kMaxArchiveDepth = 3;

enum class MediaType { kPng, kJpeg, kTiff, kPdf, kBmp, kWebp, kJp2 };

// "png", "jpg", "tiff", "pdf", "bmp", "webp", "jp2": for file names of masters.
const char* media_extension(MediaType type);

struct InputFile {
  std::string name;  // path as given, or ARCHIVE/member/path
  MediaType type;    // by content, never by name
  Bytes content;
};

struct InputFailure {
  std::string name;
  Error error;
};

using Input = std::variant<InputFile, InputFailure>;

// A file that its opener calls by a name of his own.
struct OpenedFile {
  std::filesystem::path name;
  Descriptor content;
  int error = 0;  // errno, where it could not be opened
};

class InputWalk {
 public:
  explicit InputWalk(std::vector<std::filesystem::path> paths);
  explicit InputWalk(OpenedFile file);
  ~InputWalk();

  // The next input in order; nothing when all are done.
  std::optional<Input> next();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::scanner
