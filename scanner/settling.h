// Which files of a folder are complete: those that did not change for the settling time.
//
// Whoever puts a file somewhere may be slow, may stop in between, and tells nobody when
// it is whole. A file counts as complete when two looks, at least the settling time
// apart, found it with the same size, time of change and inode. An empty file waits ten
// times as long: many programs make the name first and write later.
// Nothing here looks at a disk or a clock. Thread rule: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "scanner/names.h"

namespace tangthu::scanner {

struct FileState {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;       // bytes
  std::int64_t changed_ns = 0;  // of the content, since 1970
  bool operator==(const FileState&) const = default;
};

class Settling {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int kEmptyPatience = 10;

  explicit Settling(Clock::duration time) : time_(time) {}

  // A look at a file. Its time starts when it is new or not as it was.
  void saw(const std::string& name, const FileState& state, Clock::time_point now);
  // Its time starts anew: somebody is writing to it.
  void restart(const std::string& name, Clock::time_point now);
  void forget(const std::string& name);
  // After a look at the whole folder.
  void keep_only(const std::set<std::string>& names);

  struct Complete {
    std::string name;
    FileState state;
  };
  // The first in natural order that is complete by now.
  std::optional<Complete> next(Clock::time_point now) const;
  // When the first of all will be complete, and when the last, if none of them changes.
  std::optional<Clock::time_point> first_due() const;
  std::optional<Clock::time_point> last_due() const;

 private:
  struct Sighting {
    FileState state;
    Clock::time_point since;
  };
  struct Natural {
    bool operator()(const std::string& a, const std::string& b) const {
      return natural_less(a, b);
    }
  };
  Clock::time_point due(const Sighting& sighting) const;

  Clock::duration time_;
  std::map<std::string, Sighting, Natural> sightings_;
};

}  // namespace tangthu::scanner
