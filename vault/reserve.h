// Reserved space: a file beside the store that holds some room, so that a full disk
// leaves a vault that can still be read and closed. Reading needs the audit log, and the
// log needs room.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace tangthu::vault {

inline constexpr std::uint64_t kReserveBytes = std::uint64_t{32} << 20;

// Makes the reserve, or makes it whole again. kStorage when the disk has no room for it.
Result<void> keep_reserve(const std::filesystem::path& vault);
// Gives its room back. False when there was none left.
bool release_reserve(const std::filesystem::path& vault);

}  // namespace tangthu::vault
