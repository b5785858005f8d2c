// What must be true of the vault, by what it has acknowledged.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/level.h"
#include "tests/crash/event.h"
#include "tests/crash/random.h"
#include "vault/audit_log.h"
#include "vault/payload.h"
#include "vault/store.h"

namespace tangthu::crash {

inline const Label kLabels[] = {
    {Level::kThuong, {}},       {Level::kMat, {}},
    {Level::kMat, {"nhan-su"}}, {Level::kToiMat, {"nhan-su", "tai-chinh"}},
    {Level::kTuyetMat, {}},
};
// What the second user is granted and loses.
inline const Clearance kClearance{Level::kMat, {"nhan-su"}, false};
inline constexpr const char* kOwner = "lan";
inline constexpr const char* kReader = "mai";

struct Document {
  std::uint64_t seed;
  std::size_t label;
  std::optional<std::uint64_t> log_index;  // of its acceptance, when acknowledged
  std::uint64_t revision = 0;              // seed of the last one; 0: as it came in

  struct Object {
    vault::ObjectName name;
    std::uint64_t seed;
    std::size_t size;
  };
  // Texts and records are those of the revision, masters as they came in.
  std::vector<Object> objects() const;
  Bytes catalogue() const;
};

// What an acknowledged backup gives back.
struct Backup {
  std::string snapshot;
  unsigned passphrase;
  std::map<DocumentId, Document> documents;
};

struct Oracle {
  std::map<DocumentId, Document> documents;
  std::set<DocumentId> destroyed;
  std::set<std::string> users{kOwner, kReader};
  bool reader_is_cleared = false;
  bool all_newest = false;  // every document is wrapped to its label's newest epoch
  bool one_barrier_key = true;
  unsigned passphrase = 0;
  vault::TreeHead log{0, vault::empty_root()};  // the last that was seen
  std::map<std::uint64_t, DocumentId> looks;    // acknowledged reads
  std::optional<Backup> backup;                 // the last one
  std::optional<Event> doubt;                   // started, not acknowledged

  // An event that the process under load has told.
  void note(const Event& event);
  // The oracle if what is in doubt was done.
  Oracle if_done() const;

 private:
  void apply(const Event& started, std::optional<std::uint64_t> log_index);
};

}  // namespace tangthu::crash
