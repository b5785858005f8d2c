// How far a command is, and the line that says so on a terminal: a bar, how much is done,
// how fast it goes, the time that is left. Numbers and units only: no name, no title.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"

namespace tangthu::cli {

enum class Counted { kBytes, kDocuments, kPages, kFiles, kRecords };

struct Progress {
  std::uint64_t done = 0;
  Counted what = Counted::kDocuments;
  std::optional<double> share = std::nullopt;  // of the work, 0 to 1; nothing: unknown
};
// `of` 0: unknown.
Progress progress_of(std::uint64_t done, std::uint64_t of, Counted what);

// As a server tells it: {"done","what"} and, where it is known, "share".
Json progress_json(const Progress& progress);
// Nothing when it is none.
std::optional<Progress> progress_from(const Json& json);

enum class Bar { kPlain, kBold };

// Thread rule: one thread.
class ProgressLine {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // For a terminal of so many columns, at least 20: less than these, and than 80. Rate
  // and time are reckoned from the first of a row; one that is of something else, or has
  // less done, begins another.
  std::string text(const Progress& progress, Time now, std::size_t columns, Bar bar);
  // What comes next is other work.
  void begin_anew() { first_.reset(); }

 private:
  struct Sample {
    Progress progress;
    Time time;
  };
  std::optional<Sample> first_;
  std::uint64_t last_done_ = 0;
};

}  // namespace tangthu::cli
