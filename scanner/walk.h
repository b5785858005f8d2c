// The parts that InputWalk is made of: each walks one thing and hands out what it meets.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "scanner/import.h"
#include "scanner/sandbox.h"

namespace tangthu::scanner {

class Walk;

struct WalkEnd {};
struct Nothing {};  // met something that is none of our business
using Step = std::variant<WalkEnd, Nothing, Input, std::unique_ptr<Walk>>;

class Walk {
 public:
  virtual ~Walk() = default;
  virtual Step next() = 0;
};

// Was the file named by the user, or met in a folder? Only what was named must be usable,
// and only there are links followed.
enum class Found { kNamed, kMet };

// One file, folder or archive.
Step take_path(const std::filesystem::path& path, Found found, int folder_depth);
Step take_opened(OpenedFile file);

// What an archive and the archives in it have used up of the limits, together.
struct ArchiveUse {
  std::uint64_t members = 0;
  std::uint64_t bytes = 0;
};

// `content` is the archive's file or a sealed memory; `depth` is 1 for an archive that
// lies in no other.
std::unique_ptr<Walk> walk_archive(Descriptor content, std::string name, int depth,
                                   std::shared_ptr<ArchiveUse> use);

}  // namespace tangthu::scanner
