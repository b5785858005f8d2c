#include "station/taker.h"

#include <thread>

#include "cli/failed_file.h"
#include "service/log.h"

namespace tangthu::station {

using service::log_line;
using service::Priority;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLook{100};
constexpr milliseconds kLinger{1000};  // with the recognisers ready, where nobody waits

}  // namespace

struct Taker::Folder {
  explicit Folder(const FolderConfig& from)
      : config(from), place("folder=" + from.name), trouble(place) {}

  const FolderConfig config;
  const std::string place;  // in the log
  archive::DigitiseOptions digitise;
  std::shared_ptr<const Passphrase> pdf_password;
  std::optional<cli::WatchedPlaces> places;
  archive::FolderReport report;
  Trouble trouble;
  bool trouble_in_round = false;
  Clock::time_point next_try{};
};

Taker::Taker(const Config& config, Tally& tally, milliseconds turn)
    : tally_(tally), turn_(turn) {
  for (const FolderConfig& each : config.folders)
    folders_.emplace_back(each);
}
Taker::~Taker() = default;

Result<std::unique_ptr<Taker>> Taker::open(const Config& config, Tally& tally,
                                           milliseconds turn) {
  std::unique_ptr<Taker> out(new Taker(config, tally, turn));
  TRY(cli::open_station_target(config.station(), out->target_));
  for (Folder& folder : out->folders_) {
    const cli::TakingInOptions& options = folder.config.taking_in;
    folder.digitise = TRY(cli::digitise_options(config.jobs, options));
    folder.digitise.approval = TRY(cli::scan_approval(out->target_, options));
    cli::FileInputs inputs;
    inputs.pdf_password_file = folder.config.pdf_password_file;
    folder.pdf_password = TRY(cli::pdf_password(inputs));
  }
  return out;
}

void Taker::run() {
  while (!stops_) {
    bool did = false;
    for (Folder& folder : folders_)
      if (!stops_ && step(folder)) did = true;
    if (!did && !stops_) std::this_thread::sleep_for(kLook);
  }
}

void Taker::stop() {
  stops_ = true;
  enough_ = true;
}

// Whether anything was taken.
bool Taker::step(Folder& folder) {
  if (Clock::now() < folder.next_try) return false;
  const auto taken = take_in(folder);
  if (!taken) {
    folder.places.reset();
    folder.next_try = Clock::now() + folder.trouble.comes(taken.error());
    return false;
  }
  return *taken;
}

Result<bool> Taker::take_in(Folder& folder) {
  if (!folder.places) {
    folder.places.emplace(TRY(cli::WatchedPlaces::open(
        folder.config.path, folder.config.watching, folder.config.dossiers)));
  }
  const auto ready = TRY(folder.places->ready());
  for (const auto& [name, why] : folder.places->left_alone()) {
    log_line(Priority::kWarning, "left-alone folder=" + folder.config.name +
                                     " reason=\"" + words_of(why) + "\"");
  }
  if (!folder.trouble_in_round) folder.trouble.goes();
  if (ready.empty()) return false;
  folder.trouble_in_round = true;
  for (cli::WatchedPlace* place : ready)
    TRY(round(folder, *place));
  folder.trouble.goes();
  folder.trouble_in_round = false;
  return true;
}

Result<void> Taker::round(Folder& folder, cli::WatchedPlace& place) {
  archive::FolderRound round{target_.destination, target_.has_arrived, folder.digitise,
                             others_wait(folder) ? milliseconds(0) : kLinger,
                             folder.pdf_password};
  if (!place.dossier.empty()) round.options.dossier = place.dossier;
  round_began_ = Clock::now();
  enough_ = false;
  if (stops_) return {};
  return archive::take_in_folder(*place.folder, round, listener(folder), folder.report,
                                 enough_);
}

archive::FolderListener Taker::listener(Folder& folder) {
  return {{[this, &folder](const archive::Digitised& stored) {
             folder.trouble.goes();
             tally_.sealed(folder.place, stored);
           },
           [this, &folder](const std::string&, const Error& error) {
             tally_.failed(folder.place, error);
           },
           [this, &folder](const archive::DigitiseReport&) {
             if (Clock::now() - round_began_ > turn_ && others_wait(folder))
               enough_ = true;
           }},
          [this, &folder](const std::string&, const DocumentId& id) {
            tally_.sealed_before(folder.place, id);
          },
          cli::failed_file_words,
          [&folder](const std::string&, const archive::BatchReport& batch) {
            log_line(batch.whole() ? Priority::kInfo : Priority::kWarning,
                     "stack " + folder.place +
                         " documents=" + std::to_string(batch.documents) +
                         " gaps=" + std::to_string(batch.gaps.size()) +
                         " doubts=" + std::to_string(batch.doubts.size()));
          }};
}

bool Taker::others_wait(const Folder& folder) {
  for (Folder& other : folders_) {
    if (&other == &folder || !other.places || Clock::now() < other.next_try) continue;
    const auto ready = other.places->ready();
    if (ready && !ready->empty()) return true;
  }
  return false;
}

}  // namespace tangthu::station
