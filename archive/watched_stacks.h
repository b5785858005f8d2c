// A hot folder whose files are stacks: each is cut into documents like a batch.
//
// As take_in_folder, one file at a time: its pages are read side by side. Exactly once,
// too: what is taken up again is cut as before, and of its documents those whose ids are
// noted and known where they belong are passed over.
#pragma once

#include "archive/watched_folder.h"

namespace tangthu::archive {

// round.options.batch is there. Errors and `stop` as in take_in_folder.
Result<void> take_in_stacks(scanner::HotFolder& folder, const FolderRound& round,
                            const FolderListener& listener, FolderReport& report,
                            const std::atomic<bool>& stop);

}  // namespace tangthu::archive
