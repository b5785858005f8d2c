// Work on the search index (docs/INDEX.md): merging what waits, taking documents out
// before they are destroyed or moved, building an index again from the documents.
//
// Nothing of it changes an answer. A crash at any point leaves an index that is whole, or
// says that it is not. Thread rule: one thread at a time.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "vault/session.h"

namespace tangthu::archive {

// From so many waiting packets of a label on, a merge is worth its while.
inline constexpr std::size_t kPacketsDue = 512;

enum class MergeWhen { kDue, kAlways };

struct MergeReport {
  std::size_t merged = 0;     // packets that are in segments now
  std::size_t rewritten = 0;  // members of segments that were written again
  std::size_t segments = 0;   // of the labels that were looked at
};

// Every label that the session holds; needs the vault open for writing and the duty to
// index. Labels whose index is incomplete are passed over.
Result<MergeReport> merge_index(vault::Session& session, MergeWhen when);
// But for labels of `done`, which those that it went through join.
Result<MergeReport> merge_index(vault::Session& session, MergeWhen when,
                                std::set<Label>& done);

// Documents back to packets of their own, and out of every older copy of the index:
// before they are destroyed or moved to another label. Documents that are in no segment
// cost a look-up. kNotFound as open_document().
Result<void> take_out(vault::Session& session, const std::vector<DocumentId>& documents);

struct RebuildReport {
  std::size_t documents = 0;  // that have a new packet
  // Damaged ones: found by what could be read of them. Where nothing could, the index
  // stays incomplete.
  std::vector<DocumentId> damaged;
};
// False: enough, what was done stays done (kInterrupted).
using RebuildProgress = std::function<bool(std::size_t done, std::size_t of)>;

// Gives up the index of every label that the session holds, builds it again and merges
// it; or only adds what is missing, which goes on with what was interrupted.
enum class Rebuild { kAll, kMissing };
Result<RebuildReport> rebuild_index(vault::Session& session, Rebuild what,
                                    const RebuildProgress& progress);

// Documents of the session's labels that search can't find, since they are in no segment
// and have no packet.
Result<std::size_t> count_unindexed(vault::Session& session);

// As Session::propose and approve, for actions that destroy or move documents: these are
// taken out of the index first.
Result<vault::Outcome> propose(vault::Session& session, const vault::Action& action);
Result<vault::Outcome> approve(vault::Session& session, const vault::RequestId& request);

}  // namespace tangthu::archive
