// A hot folder: files that people and machines put there, each claimed once.
//
//   DIR/NAME                     arriving, or complete
//   DIR/.tangthu-working/        claimed: a den a watcher (scanner/watcher_den.h)
//   DIR/done/NAME                taken in
//   DIR/failed/NAME, NAME.txt    not taken in, and why
//
// Complete is what was closed after writing, moved there or found by a sweep, did not
// change for the settling time (scanner/settling.h), and that nobody on this machine has
// open for writing. A claim is one rename(2): of two watchers only one has it. Claims of
// a watcher that died are given out again, with their notes.
//
// Left alone, each said once: folders, links, pipes, sockets, devices, and files that may
// not be moved. Left alone silently: names that begin with '.', end in '~', .part, .tmp,
// .crdownload and the like (is_clutter), done and failed.
//
// Files are renamed and never copied or changed, and removed only where the options say
// so; all stays on the disk of DIR. What a dead watcher had is given out first, in the
// order in which it was claimed.
// Errors are kStorage and about the folder, never about a file: close it, wait, and open
// it again. Thread rule: any thread; wait() from one at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "scanner/settling.h"

namespace tangthu::scanner {

// What becomes of a file that was taken in.
enum class TakenFile : std::uint8_t { kMovedToDone, kRemoved };

struct HotFolderOptions {
  std::chrono::milliseconds settle{2000};
  std::chrono::milliseconds sweep{10'000};  // between two looks at the whole folder
  TakenFile taken = TakenFile::kMovedToDone;
};

// A file that this watcher has and no other.
struct Claim {
  std::string name;  // as it was called, any bytes
  std::size_t den = 0;
  int number = 0;
  FileState state;
};

struct LeftAlone {
  std::string name;  // safe to print
  Error why;
};

class HotFolder {
 public:
  static Result<std::unique_ptr<HotFolder>> open(const std::filesystem::path& folder,
                                                 const HotFolderOptions& options);
  // What is claimed stays claimed, for the next watcher.
  ~HotFolder();
  HotFolder(const HotFolder&) = delete;
  HotFolder& operator=(const HotFolder&) = delete;

  // What a claim is called in results: the path under which the file was put there.
  std::filesystem::path shown_path(const Claim& claim) const;

  // Whether claim() would give something now.
  Result<bool> ready();
  // The next complete file; nothing when there is none now.
  Result<std::optional<Claim>> claim();
  // Until something may be ready, `most` is over or a signal came.
  void wait(std::chrono::milliseconds most);
  // When everything that has been seen by now is complete, if it changes no more.
  Settling::Clock::time_point all_settled() const;
  // What was newly left alone.
  std::vector<LeftAlone> left_alone();

  // Open for reading, without blocking; not valid on failure, with errno.
  Descriptor open_file(const Claim& claim) const;
  // Whether the file is still as it was when it was claimed.
  bool unchanged(const Claim& claim) const;

  // Lines that must be there if this watcher dies: on disk when append returns.
  Result<void> append_note(const Claim& claim, const std::string& line);
  Result<std::string> read_note(const Claim& claim) const;

  // Ends a claim: into done/, or into failed/ with the reason beside it. A name that is
  // taken gets a number. Returns the new path, in DIR; an empty one where the options
  // have it removed instead of done. The move is on disk before the note goes.
  Result<std::filesystem::path> finish(const Claim& claim);
  Result<std::filesystem::path> reject(const Claim& claim, const std::string& reason);
  // Ends a claim by putting the file back. One with a note, or whose name is taken again,
  // stays claimed and is given out again.
  Result<void> give_back(const Claim& claim);
  // Every claim was ended: holds nothing open any more, so that the disk can be
  // unmounted.
  void rest();

 private:
  class Impl;
  explicit HotFolder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

inline constexpr const char* kWorkingFolder = ".tangthu-working";
inline constexpr const char* kDoneFolder = "done";
inline constexpr const char* kFailedFolder = "failed";

}  // namespace tangthu::scanner
