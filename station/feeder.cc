#include "station/feeder.h"

#include <thread>

#include "base/clock.h"
#include "scanner/break_off.h"
#include "scanner/profile/profile.h"
#include "service/log.h"

namespace tangthu::station {

using service::log_line;
using service::Priority;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLookForStop{100};
constexpr const char* kDeviceOfStation = "station_device";

// A page that came already, then the rest.
class WithFirst final : public scanner::PageSource {
 public:
  WithFirst(Page first, std::unique_ptr<scanner::PageSource> rest)
      : first_(std::move(first)), rest_(std::move(rest)) {}
  Result<std::optional<Page>> next() override {
    if (first_) return std::exchange(first_, std::nullopt);
    return rest_->next();
  }

 private:
  std::optional<Page> first_;
  std::unique_ptr<scanner::PageSource> rest_;
};

bool is_empty(const Error& error) {
  return scanner::break_off_of(error) == scanner::BreakOff::kFeederEmpty;
}

}  // namespace

Feeder::Feeder(const DeviceConfig& device, int jobs, Tally& tally)
    : config_(device),
      jobs_(jobs),
      place_("device=" + device.name),
      tally_(tally),
      trouble_(place_) {
  words_.profile = device.profile;
}

Result<std::unique_ptr<Feeder>> Feeder::open(const Config& config,
                                             const DeviceConfig& device, Tally& tally) {
  std::unique_ptr<Feeder> out(new Feeder(device, config.jobs, tally));
  out->plan_ = TRY(cli::plan_of(out->words_, out->stops_));
  if (out->plan_.two_pass || out->plan_.scan.source == scanner::FeedSource::kFlatbed) {
    return fail(
        ErrorCode::kUsage, "a scanner that begins by itself needs a feeder",
        "write source = \"adf\" or \"adf-duplex\" into its profile, and no two-pass",
        out->words_.profile);
  }
  TRY(cli::open_station_target(config.station(), out->target_));
  out->target_.approval = TRY(cli::scan_approval(out->target_, device.taking_in));
  return out;
}

void Feeder::run() {
  using Clock = std::chrono::steady_clock;
  while (!stops_) {
    const auto until = Clock::now() + step();
    while (!stops_ && Clock::now() < until)
      std::this_thread::sleep_for(
          std::min<Clock::duration>(kLookForStop, until - Clock::now()));
  }
}

milliseconds Feeder::step() {
  const auto looked = look();
  if (!looked && !stops_) return trouble_.comes(looked.error());
  if (looked) trouble_.goes();
  return config_.look;
}

Result<void> Feeder::look() {
  if (TRY(go_on_with_batches()) == Batches::kOneWaits) return {};
  scanner::ScanOptions options = plan_.scan;
  options.device = TRY(scanner::find_device(options.device));
  auto pages = scanner::open_device(options);
  if (!pages && is_empty(pages.error())) return {};
  if (!pages) return Failure(std::move(pages).error());
  auto first = (*pages)->next();
  if (!first && is_empty(first.error())) return {};
  if (!first) return Failure(std::move(first).error());
  if (!*first) return {};
  return scan(std::make_unique<WithFirst>(std::move(**first), std::move(*pages)));
}

Result<void> Feeder::scan(std::unique_ptr<scanner::PageSource> pages) {
  cli::TakingInOptions options = config_.taking_in;
  options.quality = plan_.quality;
  if (plan_.both_sides()) options.batch.two_sided = true;
  Json origin = cli::scan_origin(words_);
  origin[kDeviceOfStation] = config_.name;
  const cli::BatchSettings settings{config_.name + " " + format_utc(now_utc()), options,
                                    std::move(origin)};
  const auto spool =
      TRY(vault::Spool::create(target_.batches, target_.owner, encode(settings)));
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool);
  auto captured = capture(journal, settings.name, std::move(pages), options);
  if (journal.pages() == 0) TRY(spool->destroy());
  return captured;
}

Result<void> Feeder::capture(archive::BatchJournal& journal, const std::string& name,
                             std::unique_ptr<scanner::PageSource> pages,
                             const cli::TakingInOptions& options) {
  archive::CaptureOptions how{name, TRY(cli::digitise_options(jobs_, options))};
  how.digitise.approval = target_.approval;
  const auto captured = TRY(archive::capture(
      journal, std::move(pages), target_.destination, how, listener(), stops_));
  log_line(Priority::kInfo,
           "stack " + place_ + " pages=" + std::to_string(captured.pages) +
               " documents=" + std::to_string(captured.digitised.documents) +
               " failed=" + std::to_string(captured.digitised.failed) +
               " whole=" + (captured.done ? "yes" : "no"));
  return {};
}

archive::CaptureListener Feeder::listener() {
  return {
      {[this](const archive::Digitised& stored) { tally_.sealed(place_, stored); },
       [this](const std::string&, const Error& error) { tally_.failed(place_, error); },
       [](const archive::DigitiseReport&) {}},
      [this](const Error& error, int safe) {
        log_line(Priority::kError, "broke-off " + place_ +
                                       " pages=" + std::to_string(safe) + " reason=\"" +
                                       words_of(error) + "\"");
      }};
}

Result<Feeder::Batches> Feeder::go_on_with_batches() {
  for (const vault::SpoolListing& each : TRY(vault::list_spools(target_.batches))) {
    if (each.owner != target_.owner.id) continue;
    if (!TRY(go_on(each.id))) return Batches::kOneWaits;
  }
  return Batches::kNoneWaits;
}

Result<bool> Feeder::go_on(const DocumentId& id) {
  const auto spool = vault::Spool::open(target_.batches, id, target_.owner);
  // A person is at it, or has just ended it.
  if (!spool && spool.error().code() != ErrorCode::kCorrupt) return !tried_.contains(id);
  if (!spool) return Failure(spool.error());
  const auto settings = TRY(cli::decode_settings((*spool)->settings()));
  if (settings.origin.value(kDeviceOfStation, "") != config_.name) return true;
  archive::BatchJournal journal(**spool, archive::BatchJournal::Pages::kInSpool,
                                settings.passes);
  TRY(journal.load(target_.has_arrived));
  if (!journal.has_ended()) {
    say_that_it_waits(id);
    return false;
  }
  // What could not be stored is tried once.
  if (!tried_.insert(id).second) return true;
  for (const archive::BatchNote& note : journal.noted())
    if (!note.refusal) tally_.sealed_before(place_, note.id);
  TRY(capture(journal, settings.name, nullptr, settings.taking_in));
  return true;
}

void Feeder::say_that_it_waits(const DocumentId& id) {
  if (!tried_.insert(id).second) return;
  log_line(Priority::kError, "waits " + place_ + " batch=" + id.to_string() +
                                 " for a person: 'tangthu scan --resume' or 'tangthu "
                                 "batches finish'");
}

}  // namespace tangthu::station
