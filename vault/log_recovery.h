// Brings the audit log's index and its entries into agreement: after a crash, after the
// index was lost, and when another process has appended. Callers hold the log's lock.
#pragma once

#include "vault/log_frame.h"
#include "vault/log_index.h"

namespace tangthu::vault {

// kUnfinished: short, or pages of zeroes where a power cut came before the writing.
// Anything else that does not agree is damage, and an error.
enum class IndexState { kSound, kUnfinished };

struct LogFiles {
  const LogFile& entries;
  const LogIndex& index;
};

// Compares entries [known.size(), count) with what the index has of them. `known` is
// taken as right. kCorrupt names the first entry that is damaged or differs.
Result<IndexState> compare_index(const LogFiles& files, Frontier known,
                                 std::uint64_t count);

enum class TakeIn {
  kCheckOnly,  // changes nothing
  kWrite,      // writes the index; cuts an unfinished entry off the end
};

// Reads on from the end of `known`, which ends at `place`, to the end of the file, and
// puts what is there into the index, synced first. A frame that is not intact ends the
// log; it was never acknowledged when its number is at least `acknowledged`, else it is
// kCorrupt. The tree of signed_head.size entries must be that of the signed head. Returns
// the frontier of all entries.
Result<Frontier> take_in(const LogFiles& files, Frontier known, std::uint64_t place,
                         std::uint64_t acknowledged, const TreeHead& signed_head,
                         TakeIn how);

Failure not_as_signed();
Failure damaged_hashes();

}  // namespace tangthu::vault
