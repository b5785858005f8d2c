// The keeper's own process. For keeper.cc.
#pragma once

#include "vault/keeper.h"
#include "vault/keeper_socket.h"

namespace tangthu::vault {

// Forks a keeper that listens on `listener` and returns in the parent; kUnexpected when
// the system refuses. The child keeps the two descriptors and nothing else.
Result<void> start_keeper(const FolderHandle& folder, const Descriptor& listener,
                          const KeeperOptions& options);

}  // namespace tangthu::vault
