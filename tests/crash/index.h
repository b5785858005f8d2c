// A search index whose segments have, of each member, what its packet had.
#pragma once

#include <map>
#include <span>

#include "vault/session.h"

namespace tangthu::crash {

// What is merged: the packets alone, or all segments with them.
enum class Merged { kPackets, kAll };
// Nothing happens without packets, or segments, to merge.
Result<void> merge(vault::Session& session, const Label& label, Merged what);

// Documents of one label out of its segments, with their packets as these say.
Result<void> take_out(vault::Session& session, const Label& label,
                      const std::map<DocumentId, Bytes>& packets);

// Contents of the members that count, by document; of versions that are not those of the
// documents any more too.
struct Indexed {
  std::uint32_t version = 0;
  Bytes content;
};
Result<std::map<DocumentId, Indexed>> read_index(vault::Session& session,
                                                 const vault::NotedIntent& intent,
                                                 const Label& label);

}  // namespace tangthu::crash
