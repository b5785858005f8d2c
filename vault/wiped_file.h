// Files whose earlier contents must not stay on the disk: shred slots.
//
// A new content is durable first (vault/durable_file.h); then the blocks of the old file
// are overwritten with zeroes where they lie, synced, and let go. Between the two the old
// file is kept as FILE.old, so that what a crash interrupts can be finished later. This
// is best effort: file systems that copy on write and disks that remap blocks keep copies
// that no program can reach (docs/THREATS.md).
//
// Thread rule: one writer of a file at a time, among all processes.
#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::vault {

// After success the file has these bytes and the old ones are overwritten. After a
// failure it has the old bytes or the new ones, whole; finish_wiping() makes an end.
Result<void> replace_and_wipe(const std::filesystem::path& file, ByteView bytes);

// Overwrites what an interrupted replacement left beside the file, if anything.
Result<void> finish_wiping(const std::filesystem::path& file);

// Overwrites and removes the file; nothing happens where there is none.
Result<void> wipe_file(const std::filesystem::path& file);

}  // namespace tangthu::vault
