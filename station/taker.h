// Takes in what is put into the station's hot folders, and seals it into the outbox.
//
// One folder after the other, as long as each has something that is complete; a folder
// that stays busy gives way to others after a while. A folder in trouble (gone,
// read-only, a full disk) waits, and keeps no other waiting.
//
// The log has ids, names of the configuration and literal texts: names of files, which
// may be titles, stand beside what failed, in the folder itself.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>

#include "archive/watched_folder.h"
#include "cli/target.h"
#include "cli/watched_places.h"
#include "station/config.h"

namespace tangthu::station {

class Taker {
 public:
  // `sealed` is called for each document. kUsage, kBadInput when kit or key can't be
  // used.
  static Result<std::unique_ptr<Taker>> open(const Config& config,
                                             std::function<void()> sealed);

  ~Taker();
  Taker(const Taker&) = delete;
  Taker& operator=(const Taker&) = delete;

  // On one thread, until stop(); then the document under way is finished.
  void run();
  // Any thread.
  void stop();
  std::uint64_t sealed() const { return sealed_; }
  std::uint64_t failed() const { return failed_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Folder;

  Taker(const Config& config, std::function<void()> sealed);
  bool step(Folder& folder);
  Result<bool> take_in(Folder& folder);
  Result<void> round(Folder& folder, cli::WatchedPlace& place);
  archive::FolderListener listener(Folder& folder);
  void count_sealed(const Folder& folder, const DocumentId& id, bool before);
  bool others_wait(const Folder& folder);
  static void trouble(Folder& folder, const Error& error);
  static void calm(Folder& folder);

  cli::Target target_;
  std::function<void()> told_;
  std::list<Folder> folders_;
  std::atomic<bool> stops_ = false;
  std::atomic<bool> enough_ = false;  // of this round
  Clock::time_point round_began_;
  std::atomic<std::uint64_t> sealed_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
};

}  // namespace tangthu::station
