// Profiles: what one scanner needs, written down once. A TOML file:
//
//   description = "fi-7160 on the first floor"
//   device = "fujitsu:fi-7160:*"     # a pattern, or "Fujitsu fi-*" for vendor and model
//   source = "adf-duplex"
//   resolution = 300
//   mode = "color"
//   page-size = "A4"
//   double-feed = "on"
//   [options]                        # any other option of the device, by its SANE name
//   swdeskew = false
//   [quality]                        # limits of scanner/quality/quality.h
//   most-blur-mm = 0.25
//
// docs/SCANNING.md has all keys. A profile is read whole or not at all: errors (kUsage)
// name file, line and key, and what may stand there.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "scanner/profile/choices.h"
#include "scanner/quality/quality.h"

namespace tangthu::scanner {

struct Profile {
  std::string description;
  ScanChoices choices;
  bool two_pass = false;  // both sides, by a feeder that reads one
  QualityLimits quality;
};

Result<Profile> parse_profile(std::string_view text, const std::string& file);

// Where profiles lie: $XDG_CONFIG_HOME/tangthu/profiles (else ~/.config/…), then
// /etc/tangthu/profiles. The first that has NAME.toml has it.
std::vector<std::filesystem::path> profile_folders();

// The file of `name`; what has a slash in it or ends in ".toml" is a path. kUsage when
// there is none.
Result<std::filesystem::path> find_profile(
    const std::string& name, const std::vector<std::filesystem::path>& folders);
// All of it.
Result<Profile> load_profile(const std::string& name,
                             const std::vector<std::filesystem::path>& folders);

struct ProfileFile {
  std::string name;
  std::filesystem::path file;
};
// By name, each name once.
std::vector<ProfileFile> list_profiles(const std::vector<std::filesystem::path>& folders);

// The first of the devices whose SANE name, "VENDOR MODEL" or model fits the pattern
// (* and ?, without regard to case). Empty when none does.
std::string fitting_device(const std::vector<DeviceInfo>& devices,
                           const std::string& pattern);
// A SANE name (it has a colon and no * or ?) as it is; else the device that fits, which
// takes seconds to find. kBadInput when none fits.
Result<std::string> find_device(const std::string& pattern);

}  // namespace tangthu::scanner
