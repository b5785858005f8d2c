// A scanner that begins by itself: whenever there is paper in its feeder, the stack is
// scanned, read, cut and sealed into the outbox, as 'tangthu scan' does it.
//
// SANE tells nobody of paper or buttons: the feeder is asked for a page now and then, and
// says that it is empty. A stack that breaks off (a jam, a kill) is a batch that waits
// for a person, since what is fed next might be other paper: until 'tangthu scan
// --resume' or 'tangthu batches finish' has ended it, nothing more is taken from this
// scanner. A stack that was fed to its end goes on by itself.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <set>

#include "archive/capture.h"
#include "cli/scan_plan.h"
#include "cli/target.h"
#include "station/config.h"
#include "station/tally.h"

namespace tangthu::station {

class Feeder {
 public:
  // The tally must outlive it. kUsage when the profile has no feeder to scan from by
  // itself; errors of profile, kit and key.
  static Result<std::unique_ptr<Feeder>> open(const Config& config,
                                              const DeviceConfig& device, Tally& tally);
  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  // On one thread, until stop(); then the sheet under way is the last.
  void run();
  // Any thread.
  void stop() { stops_ = true; }

 private:
  enum class Batches : std::uint8_t { kNoneWaits, kOneWaits };

  Feeder(const DeviceConfig& device, int jobs, Tally& tally);
  // How long to wait before the next look.
  std::chrono::milliseconds step();
  Result<void> look();
  Result<Batches> go_on_with_batches();
  // False where a person has to end it.
  Result<bool> go_on(const DocumentId& id);
  Result<void> scan(std::unique_ptr<scanner::PageSource> pages);
  Result<void> capture(archive::BatchJournal& journal, const std::string& name,
                       std::unique_ptr<scanner::PageSource> pages,
                       const cli::TakingInOptions& options);
  archive::CaptureListener listener();
  void say_that_it_waits(const DocumentId& id);

  const DeviceConfig config_;
  const int jobs_;
  const std::string place_;  // in the log
  Tally& tally_;
  Trouble trouble_;
  cli::Target target_;
  cli::ScanWords words_;
  cli::ScanPlan plan_;
  std::set<DocumentId> tried_;  // batches that are left to a person
  std::atomic<bool> stops_ = false;
};

}  // namespace tangthu::station
