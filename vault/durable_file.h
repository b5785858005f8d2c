// Small files that are replaced whole: written beside, synced, renamed, folder synced.
#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxSmallFileBytes = 16 << 20;

// What is said when a file of the vault can't be written (the disk may be full: errno) or
// read. kStorage.
Failure cant_write_file(std::string name);
Failure cant_read_file(std::string name);

// After success the file has these bytes whatever happens; after a failure the old ones.
Result<void> write_durably(const std::filesystem::path& file, ByteView bytes);
// kNotFound when it is missing, kStorage when it can't be read or is above the limit.
Result<Bytes> read_small_file(const std::filesystem::path& file,
                              std::size_t most_bytes = kMaxSmallFileBytes);

// Content framed by a 16-byte magic in front and a BLAKE2b-128 check behind.
Bytes frame_file(std::string_view magic, ByteView content);
// kCorrupt when magic or check do not fit.
Result<Bytes> unframe_file(std::string_view magic, ByteView file, std::string subject);

}  // namespace tangthu::vault
