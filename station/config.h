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
inline constexpr int kMostJobs = 256;

// A hot folder.
struct FolderConfig {
  std::string name;  // as in [folder.NAME]; for the log
  std::filesystem::path path;
  cli::TakingInOptions taking_in;
  scanner::HotFolderOptions watching;
  cli::DossierFolders dossiers = cli::DossierFolders::kNone;
  std::filesystem::path pdf_password_file;
};

struct Config {
  http::Url server;
  http::ClientOptions client;
  std::filesystem::path kit;
  std::filesystem::path station_key;
  std::filesystem::path outbox;
  int jobs = 1;  // one a core where the file does not say
  std::vector<FolderConfig> folders;
};

// A key of the file, for its manual.
struct KeyWords {
  const char* key;
  const char* words;
};
std::span<const KeyWords> common_keys();
std::span<const KeyWords> folder_keys();

Result<Config> parse_config(std::string_view text, const std::string& file);
Result<Config> load_config(const std::filesystem::path& file);

}  // namespace tangthu::station
