// What the process under load tells the one that kills it: one line an event, written
// with one write(2), so that what was told is never half told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace tangthu::crash {

enum class Stage { kOpening, kOpened, kStarted, kDone, kClosing, kClosed, kWrong };

enum class Kind {
  kPut,
  kClassify,
  kDestroy,
  kRead,
  kGrant,
  kRevoke,
  kRewrap,
  kBarrierEpoch,
  kReseal,
  kPassphrase,
  kAddUser,
  kSign,
  kBackup,
  kRevise,
  kMerge,
};
inline constexpr Kind kAllKinds[] = {
    Kind::kPut,    Kind::kClassify,   Kind::kDestroy, Kind::kRead,
    Kind::kGrant,  Kind::kRevoke,     Kind::kRewrap,  Kind::kBarrierEpoch,
    Kind::kReseal, Kind::kPassphrase, Kind::kAddUser, Kind::kSign,
    Kind::kBackup, Kind::kRevise,     Kind::kMerge};
std::string_view kind_name(Kind kind);

struct Event {
  Stage stage;
  Kind kind = Kind::kRead;        // of kStarted, kDone, kWrong
  std::uint64_t number = 0;       // of kPut: the content's seed; kDone: the log's index
  std::size_t label = 0;          // of kPut, kClassify, kMerge: into kLabels
  std::vector<DocumentId> ids{};  // that it is about
  std::string text{};             // of kWrong; kDone of kBackup: the snapshot

  std::string line() const;
  static std::optional<Event> parse(const std::string& line);
};

}  // namespace tangthu::crash
