// A watcher's den: the folder in which one watcher keeps what it claimed.
//
//   WORKING/w-RANDOM/lock      locked (flock) as long as the watcher lives
//   WORKING/w-RANDOM/N/NAME    the claimed file, and nothing else
//   WORKING/w-RANDOM/N.note    lines about it that must outlive the watcher
//
// A den whose lock is free is that of a watcher that died; whoever gets the lock owns it.
// A claim has a folder of its own, so that its name can't meet another and stays whole.
// Thread rule: one thread at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace tangthu::scanner {

class WatcherDen {
 public:
  // A new one, locked.
  static Result<WatcherDen> make(const std::filesystem::path& working);
  // Those of dead watchers, locked now.
  static std::vector<WatcherDen> take_over(const std::filesystem::path& working);
  WatcherDen(WatcherDen&&) = default;
  WatcherDen& operator=(WatcherDen&&) = default;

  // A claim's empty folder.
  Result<int> make_claim();
  Descriptor open_claim(int number) const;
  // Every claim with the name of its file; folders without one are removed.
  std::vector<std::pair<int, std::string>> claims() const;
  // Note and folder, when the file is elsewhere.
  void remove_claim(int number) const;

  // On disk, with the claim itself, when it returns.
  Result<void> append_note(int number, const std::string& line) const;
  Result<std::string> read_note(int number) const;
  bool has_note(int number) const;

  // The den goes, if nothing is claimed.
  void leave() const;

 private:
  WatcherDen(Descriptor working, Descriptor den, Descriptor lock, std::string name)
      : working_(std::move(working)),
        den_(std::move(den)),
        lock_(std::move(lock)),
        name_(std::move(name)) {}
  static std::optional<WatcherDen> lock_one(const std::filesystem::path& working,
                                            const std::string& name, int lock_flags);

  Descriptor working_;
  Descriptor den_;
  Descriptor lock_;
  std::string name_;
  int next_ = 1;
};

// A folder in a folder, made where it is missing; never through a link. Not valid on
// failure, with errno.
Descriptor open_own_folder(int at, const std::string& name, unsigned mode);
// Names of a folder without "." and ".."; nothing when it can't be read.
std::optional<std::vector<std::string>> names_in(int folder);
// kStorage: what is wrong with a folder that is watched.
Failure folder_fault(int reason, const std::filesystem::path& folder);

}  // namespace tangthu::scanner
