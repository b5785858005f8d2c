#include "cli/input_count.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "scanner/media.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

bool names_pages(const fs::path& file) {
  static constexpr std::array<const char*, 12> kExtensions = {
      ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff",
      ".pdf", ".bmp", ".webp", ".jp2", ".j2k", ".jpx"};
  std::string extension = file.extension().string();
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::find(kExtensions.begin(), kExtensions.end(), extension) !=
         kExtensions.end();
}

// Nothing where an archive may be among them.
std::optional<std::uint64_t> count_in(const fs::path& folder) {
  std::uint64_t out = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), none; !error && at != none;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (scanner::is_clutter(name)) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(error) || !scanner::name_claims_document(name)) continue;
    if (!names_pages(at->path())) return std::nullopt;
    ++out;
  }
  return out;
}

}  // namespace

std::uint64_t count_inputs(const std::vector<fs::path>& paths) {
  std::uint64_t out = 0;
  std::error_code error;
  for (const fs::path& path : paths) {
    if (fs::is_directory(path, error)) {
      const auto within = count_in(path);
      if (!within) return 0;
      out += *within;
    } else {
      if (!names_pages(path)) return 0;
      ++out;
    }
  }
  return out;
}

}  // namespace tangthu::cli
