// Tells when files in a folder were closed after writing or moved there (inotify). Only
// an alarm: what it misses (network shares say nothing, queues run over) a sweep finds.
// Thread rule: wait() from one thread, take() from one.
#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <string>

#include "base/descriptor.h"

namespace tangthu::scanner {

struct Alarms {
  std::set<std::string> names;
  bool look_at_all = false;  // more than the kernel could keep, or the folder itself went
};

class FolderAlarm {
 public:
  // Where the system refuses, it stays silent.
  explicit FolderAlarm(const std::filesystem::path& folder);

  // Until there is something to take, or `most` is over, or a signal came.
  void wait(std::chrono::milliseconds most) const;
  Alarms take();

 private:
  Descriptor events_;
};

}  // namespace tangthu::scanner
