// Takes in what is put into the station's hot folders, and seals it into the outbox.
//
// One folder after the other, as long as each has something that is complete; a folder
// that stays busy gives way to others after a while. A folder in trouble (gone,
// read-only, a full disk) waits, and keeps no other waiting.
#pragma once

#include <atomic>
#include <chrono>
#include <list>
#include <memory>

#include "archive/watched_folder.h"
#include "cli/target.h"
#include "cli/watched_places.h"
#include "station/config.h"
#include "station/tally.h"

namespace tangthu::station {

// So long a busy folder is served while others wait.
inline constexpr std::chrono::milliseconds kTurn{20'000};

class Taker {
 public:
  // The tally must outlive it. kUsage, kBadInput when kit or key can't be used.
  static Result<std::unique_ptr<Taker>> open(const Config& config, Tally& tally,
                                             std::chrono::milliseconds turn = kTurn);
  ~Taker();
  Taker(const Taker&) = delete;
  Taker& operator=(const Taker&) = delete;

  // On one thread, until stop(); then the document under way is finished.
  void run();
  // Any thread.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  struct Folder;

  Taker(const Config& config, Tally& tally, std::chrono::milliseconds turn);
  bool step(Folder& folder);
  Result<bool> take_in(Folder& folder);
  Result<void> round(Folder& folder, cli::WatchedPlace& place);
  archive::FolderListener listener(Folder& folder);
  bool others_wait(const Folder& folder);

  cli::Target target_;
  Tally& tally_;
  const std::chrono::milliseconds turn_;
  std::list<Folder> folders_;
  std::atomic<bool> stops_ = false;
  std::atomic<bool> enough_ = false;  // of this round
  Clock::time_point round_began_;
};

}  // namespace tangthu::station
