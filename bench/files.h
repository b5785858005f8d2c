// Files that benches read. Their folders are ours: what can't be read reads as empty.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

namespace tangthu::bench {

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// By name; `extension` with its point.
inline std::set<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                                std::string_view extension) {
  std::set<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension) out.insert(entry.path());
  }
  return out;
}

}  // namespace tangthu::bench
