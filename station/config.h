// What a station is set up to do: /etc/tangthu-station/station.toml, a TOML file.
//
//   server = "https://kho.example:8443"
//   server-ca = "/etc/tangthu-station/kho-ca.pem"
//   certificate = "/etc/tangthu-station/tram-1.pem"   # the station's, for TLS
//   key = "/etc/tangthu-station/tram-1.key"
//   kit = "/etc/tangthu-station/kit"                  # the vault's public keys
//   station-key = "/etc/tangthu-station/station.key"  # signs; opens nothing
//   outbox = "/var/lib/tangthu-station/outbox"
//   jobs = 4
//
//   [folder.box-room]
//   path = "/srv/scans/box-room"
//   level = "thuong"
//
//   [device.desk]
//   profile = "/etc/tangthu-station/fi-7160.toml"
//   level = "mat"
//
// docs/SERVICE.md has all keys. A file is read whole or not at all: errors (kUsage) name
// file, line and key, and what may stand there.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/taking_in.h"
#include "cli/watched_places.h"
#include "http/client.h"
#include "http/url.h"

namespace tangthu::station {

inline constexpr std::size_t kMostFolders = 64;
inline constexpr std::size_t kMostDevices = 8;
inline constexpr int kMostJobs = 256;

// A hot folder.
struct FolderConfig {
  std::string name;  // as in [folder.NAME]; for the log
  std::filesystem::path path;
  cli::TakingInOptions taking_in;
  // Nothing stays readable at a station that need not.
  scanner::HotFolderOptions watching = {.taken = scanner::TakenFile::kRemoved};
  cli::DossierFolders dossiers = cli::DossierFolders::kNone;
  std::filesystem::path pdf_password_file;
};

// A scanner that is fed by hand and begins by itself.
struct DeviceConfig {
  std::string name;     // as in [device.NAME]; for the log
  std::string profile;  // of scanner/profile/profile.h
  cli::TakingInOptions taking_in;
  std::chrono::milliseconds look{3000};  // between two looks at an empty feeder
};

struct Config {
  http::Url server;
  http::ClientOptions client;
  std::filesystem::path kit;
  std::filesystem::path station_key;
  std::filesystem::path outbox;
  int jobs = 1;  // one a core where the file does not say
  std::vector<FolderConfig> folders;
  std::vector<DeviceConfig> devices;

  // Where everything is sealed to.
  cli::TakingInOptions station() const;
};

// A key of the file, for its manual.
struct KeyWords {
  const char* key;
  const char* words;
};
std::span<const KeyWords> common_keys();
std::span<const KeyWords> folder_keys();
std::span<const KeyWords> device_keys();
std::span<const KeyWords> taking_in_keys();  // of both

Result<Config> parse_config(std::string_view text, const std::string& file);
Result<Config> load_config(const std::filesystem::path& file);

}  // namespace tangthu::station
