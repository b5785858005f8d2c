// Where profiles lie, and which device one means.
#include <algorithm>
#include <cstdlib>
#include <system_error>

#include <fnmatch.h>

#include "base/toml.h"
#include "scanner/profile/profile.h"

namespace tangthu::scanner {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtension = ".toml";

bool is_path(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(kExtension);
}

bool fits(const std::string& text, const std::string& pattern) {
  return fnmatch(pattern.c_str(), text.c_str(), FNM_CASEFOLD | FNM_NOESCAPE) == 0;
}

}  // namespace

std::vector<fs::path> profile_folders() {
  std::vector<fs::path> folders;
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
  if (config != nullptr && *config == '/') {
    folders.push_back(fs::path(config) / "tangthu" / "profiles");
  } else if (home != nullptr && *home != '\0') {
    folders.push_back(fs::path(home) / ".config" / "tangthu" / "profiles");
  }
  folders.emplace_back("/etc/tangthu/profiles");
  return folders;
}

Result<fs::path> find_profile(const std::string& name,
                              const std::vector<fs::path>& folders) {
  if (is_path(name)) return fs::path(name);
  for (const fs::path& folder : folders) {
    std::error_code error;
    if (fs::exists(folder / (name + kExtension), error)) {
      return folder / (name + kExtension);
    }
  }
  return fail(ErrorCode::kUsage, "there is no profile of this name",
              "see scan --list-profiles, or give the path of a TOML file", name);
}

Result<Profile> load_profile(const std::string& name,
                             const std::vector<fs::path>& folders) {
  const fs::path file = TRY(find_profile(name, folders));
  return parse_profile(TRY(read_settings_file(file)), file.string());
}

std::vector<ProfileFile> list_profiles(const std::vector<fs::path>& folders) {
  std::vector<ProfileFile> profiles;
  for (const fs::path& folder : folders) {
    std::error_code error;
    for (auto at = fs::directory_iterator(folder, error);
         !error && at != fs::directory_iterator(); at.increment(error)) {
      if (at->path().extension() != kExtension) continue;
      const std::string name = at->path().stem().string();
      const bool known =
          std::any_of(profiles.begin(), profiles.end(),
                      [&](const auto& other) { return other.name == name; });
      if (!known) profiles.push_back({name, at->path()});
    }
  }
  std::sort(profiles.begin(), profiles.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return profiles;
}

std::string fitting_device(const std::vector<DeviceInfo>& devices,
                           const std::string& pattern) {
  const auto found =
      std::find_if(devices.begin(), devices.end(), [&](const DeviceInfo& device) {
        return fits(device.name, pattern) || fits(device.model, pattern) ||
               fits(device.vendor + " " + device.model, pattern);
      });
  return found == devices.end() ? std::string() : found->name;
}

Result<std::string> find_device(const std::string& pattern) {
  const bool is_name = pattern.find(':') != std::string::npos &&
                       pattern.find_first_of("*?[") == std::string::npos;
  if (is_name || pattern.empty()) return pattern;
  std::string name = fitting_device(TRY(list_devices()), pattern);
  if (name.empty()) {
    return fail(ErrorCode::kBadInput, "no scanner that was found fits this",
                "switch it on, and compare with scan --list-devices", pattern);
  }
  return name;
}

}  // namespace tangthu::scanner
