#include "station/config.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "base/toml.h"
#include "scanner/clean/stage_report.h"

namespace tangthu::station {
namespace {

constexpr std::size_t kMostText = 4096;
constexpr double kMostSeconds = 86'400;
constexpr std::string_view kFolderTable = "folder.";
constexpr std::string_view kDeviceTable = "device.";

std::vector<std::string> list_of(const std::string& list) {
  std::vector<std::string> out;
  std::size_t start = 0;
  while (start <= list.size()) {
    const std::size_t comma = std::min(list.find(',', start), list.size());
    std::size_t from = start;
    std::size_t to = comma;
    while (from < to && list[from] == ' ')
      ++from;
    while (to > from && list[to - 1] == ' ')
      --to;
    out.push_back(list.substr(from, to - from));
    start = comma + 1;
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {
    config_.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  }

  Result<void> take(const Setting& setting) {
    if (setting.table.empty()) return take_common(setting);
    seen_.insert(setting.table + "." + setting.key);
    if (setting.table.starts_with(kFolderTable)) {
      FolderConfig& folder = TRY(named(setting, kFolderTable, config_.folders)).get();
      if (config_.folders.size() <= kMostFolders) return take_of_folder(setting, folder);
      return refused(setting, "a station has at most 64 hot folders",
                     "watch one with dossier-folders = true, or set up another station");
    }
    if (setting.table.starts_with(kDeviceTable)) {
      DeviceConfig& device = TRY(named(setting, kDeviceTable, config_.devices)).get();
      if (config_.devices.size() <= kMostDevices) return take_of_device(setting, device);
      return refused(setting, "a station has at most 8 devices",
                     "set up another station");
    }
    return unknown(setting);
  }

  Result<Config> finish() {
    for (const char* key :
         {"server", "certificate", "key", "kit", "station-key", "outbox"})
      TRY(require(key));
    for (FolderConfig& folder : config_.folders) {
      TRY(finish_table(std::string(kFolderTable) + folder.name, "path",
                       folder.taking_in));
      TRY(require_own_path(folder));
    }
    for (DeviceConfig& device : config_.devices) {
      TRY(finish_table(std::string(kDeviceTable) + device.name, "profile",
                       device.taking_in));
    }
    return std::move(config_);
  }

 private:
  // Letters and the like alone: it stands in log lines.
  static bool is_name(const std::string& name) {
    constexpr std::size_t kMost = 40;
    constexpr std::string_view kLetters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return !name.empty() && name.size() <= kMost &&
           name.find_first_not_of(kLetters) == std::string::npos;
  }
  std::string subject(const Setting& setting) const {
    return file_ + ":" + std::to_string(setting.line) + ": " +
           (setting.table.empty() ? "" : setting.table + ".") + setting.key;
  }
  Failure unknown(const Setting& setting) const {
    return refused(setting, "a station's configuration has no such key",
                   "compare with the keys in docs/SERVICE.md");
  }
  Failure refused(const Setting& setting, Literal text, Literal remedy) const {
    return fail(ErrorCode::kUsage, text, remedy, subject(setting));
  }
  Result<void> require(const std::string& key) const {
    if (seen_.contains(key)) return {};
    return fail(ErrorCode::kUsage, "a station's configuration lacks this key",
                "add it; docs/SERVICE.md has an example", file_ + ": " + key);
  }
  // The one of this table; a new one where there is none.
  template <typename T>
  Result<std::reference_wrapper<T>> named(const Setting& setting, std::string_view table,
                                          std::vector<T>& all) const {
    const std::string name = setting.table.substr(table.size());
    if (!is_name(name)) {
      return refused(setting, "this is no name for a folder or a device",
                     "use letters, digits and -, 40 at most: it stands in the log");
    }
    for (T& each : all)
      if (each.name == name) return std::ref(each);
    all.emplace_back().name = name;
    return std::ref(all.back());
  }

  Result<std::string> text(const Setting& setting) const {
    const auto* value = std::get_if<std::string>(&setting.value);
    if (value != nullptr && !value->empty() && value->size() <= kMostText) return *value;
    return refused(setting, "this is no text",
                   "give a text in quotes, of 4096 bytes at most");
  }
  Result<std::filesystem::path> path(const Setting& setting) const {
    const std::filesystem::path out = TRY(text(setting));
    if (out.is_absolute()) return out;
    return refused(setting, "this is no whole path", "give it from / on");
  }
  Result<bool> flag(const Setting& setting) const {
    if (const auto* value = std::get_if<bool>(&setting.value)) return *value;
    return refused(setting, "this is neither true nor false", "give true or false");
  }
  Result<std::chrono::milliseconds> seconds(const Setting& setting, double least) const {
    double value = -1;
    if (const auto* whole = std::get_if<std::int64_t>(&setting.value))
      value = static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&setting.value)) value = *real;
    if (value >= least && value <= kMostSeconds)
      return std::chrono::milliseconds(static_cast<std::int64_t>(value * 1000));
    return refused(setting, "this is no number of seconds",
                   "give 0.05 to 86400 (settle: from 0)");
  }
  // What another reader says of it, at this place.
  template <typename T>
  Result<T> here(const Setting& setting, Result<T> result) const {
    if (result) return result;
    return Failure(std::move(result).error().within(subject(setting)));
  }

  Result<void> take_common(const Setting& setting);
  Result<void> take_of_folder(const Setting& setting, FolderConfig& folder);
  Result<void> take_of_device(const Setting& setting, DeviceConfig& device);
  Result<void> take_taking_in(const Setting& setting, cli::TakingInOptions& options);
  Result<void> take_reading(const Setting& setting, cli::TakingInOptions& options);
  Result<void> finish_table(const std::string& table, const char* key,
                            cli::TakingInOptions& options) const;
  Result<void> require_own_path(const FolderConfig& folder) const;

  std::string file_;
  Config config_;
  std::set<std::string> seen_;
};

Result<void> Reader::take_common(const Setting& setting) {
  seen_.insert(setting.key);
  if (setting.key == "server") {
    config_.server = TRY(here(setting, http::parse_url(TRY(text(setting)))));
    return {};
  }
  if (setting.key == "jobs") {
    const auto* jobs = std::get_if<std::int64_t>(&setting.value);
    if (jobs == nullptr || *jobs < 1 || *jobs > kMostJobs)
      return refused(setting, "this is no number of jobs", "give 1 to 256");
    config_.jobs = static_cast<int>(*jobs);
    return {};
  }
  const std::map<std::string, std::filesystem::path*> paths = {
      {"server-ca", &config_.client.authorities},
      {"certificate", &config_.client.certificate},
      {"key", &config_.client.key},
      {"kit", &config_.kit},
      {"station-key", &config_.station_key},
      {"outbox", &config_.outbox}};
  const auto at = paths.find(setting.key);
  if (at == paths.end()) return unknown(setting);
  *at->second = TRY(path(setting));
  return {};
}

Result<void> Reader::take_of_folder(const Setting& setting, FolderConfig& folder) {
  const std::string& key = setting.key;
  if (key == "path") {
    folder.path = TRY(path(setting));
  } else if (key == "pdf-password-file") {
    folder.pdf_password_file = TRY(path(setting));
  } else if (key == "settle") {
    folder.watching.settle = TRY(seconds(setting, 0));
  } else if (key == "sweep") {
    folder.watching.sweep = TRY(seconds(setting, 0.05));
  } else if (key == "taken") {
    const std::string word = TRY(text(setting));
    if (word != "remove" && word != "keep") {
      return refused(setting, "this says not what becomes of a file that was sealed",
                     "give \"remove\", or \"keep\" to move it to done/");
    }
    folder.watching.taken =
        word == "keep" ? scanner::TakenFile::kMovedToDone : scanner::TakenFile::kRemoved;
  } else if (key == "dossier-folders") {
    folder.dossiers =
        TRY(flag(setting)) ? cli::DossierFolders::kOneEach : cli::DossierFolders::kNone;
  } else {
    return take_taking_in(setting, folder.taking_in);
  }
  return {};
}

Result<void> Reader::take_of_device(const Setting& setting, DeviceConfig& device) {
  if (setting.key == "profile") {
    device.profile = TRY(text(setting));
  } else if (setting.key == "look") {
    device.look = TRY(seconds(setting, 0.05));
  } else {
    return take_taking_in(setting, device.taking_in);
  }
  return {};
}

Result<void> Reader::take_taking_in(const Setting& setting,
                                    cli::TakingInOptions& options) {
  const std::string& key = setting.key;
  if (key == "level") {
    options.level = TRY(text(setting));
    TRY(here(setting, parse_level(options.level)));
  } else if (key == "compartments") {
    options.compartments = list_of(TRY(text(setting)));
    for (const std::string& each : options.compartments)
      TRY(here(setting, parse_compartment(each)));
  } else if (key == "dossier") {
    options.dossier = TRY(text(setting));
  } else if (key == "approval") {
    options.approval = TRY(text(setting));
    if (!DocumentId::parse(options.approval))
      return refused(setting, "this is no id of a case", "give it as it was printed");
  } else if (key == "split") {
    options.batch.split = list_of(TRY(text(setting)));
    TRY(here(setting, cli::parse_batch(options.batch)));
  } else if (key == "two-sided") {
    options.batch.two_sided = TRY(flag(setting));
  } else {
    return take_reading(setting, options);
  }
  return {};
}

Result<void> Reader::take_reading(const Setting& setting, cli::TakingInOptions& options) {
  const std::string& key = setting.key;
  if (key == "language") {
    options.recogniser.languages = TRY(text(setting));
  } else if (key == "tessdata") {
    options.recogniser.tessdata = TRY(path(setting)).string();
  } else if (key == "engine") {
    options.recogniser.engine = TRY(text(setting));
    if (options.recogniser.engine != "fast" && options.recogniser.engine != "tesseract")
      return refused(setting, "there is no such engine",
                     "give \"fast\" or \"tesseract\"");
  } else if (key == "lossless") {
    options.lossless = TRY(flag(setting));
  } else if (key == "without") {
    options.without = list_of(TRY(text(setting)));
    for (const std::string& each : options.without) {
      if (!scanner::find_stage(each))
        return refused(setting, "cleaning has no such stage",
                       "compare with the stages in docs/SCANNING.md");
    }
  } else {
    return unknown(setting);
  }
  return {};
}

Result<void> Reader::finish_table(const std::string& table, const char* key,
                                  cli::TakingInOptions& options) const {
  TRY(require(table + "." + key));
  TRY(require(table + ".level"));
  const cli::TakingInOptions station = config_.station();
  options.bundles = station.bundles;
  options.kit = station.kit;
  options.station_key = station.station_key;
  auto digitise = cli::digitise_options(config_.jobs, options);
  if (digitise) return {};
  return Failure(std::move(digitise).error().within(file_ + ": " + table));
}

Result<void> Reader::require_own_path(const FolderConfig& folder) const {
  for (const FolderConfig& other : config_.folders) {
    if (&other == &folder || other.path != folder.path) continue;
    return fail(ErrorCode::kUsage, "two hot folders are one",
                "give each a path of its own",
                file_ + ": " + std::string(kFolderTable) + folder.name);
  }
  return {};
}

}  // namespace

cli::TakingInOptions Config::station() const {
  cli::TakingInOptions out;
  out.bundles = outbox;
  out.kit = kit;
  out.station_key = station_key;
  return out;
}

Result<Config> parse_config(std::string_view text, const std::string& file) {
  Reader reader(file);
  for (const Setting& setting : TRY(read_toml(text, file)))
    TRY(reader.take(setting));
  return reader.finish();
}

Result<Config> load_config(const std::filesystem::path& file) {
  return parse_config(TRY(read_settings_file(file)), file.string());
}

}  // namespace tangthu::station
