// How many inputs there will be, for whoever waits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tangthu::cli {

// What scanner::InputWalk is going to find there, told by names alone; 0 when that can't
// be known: an archive's members are not counted.
std::uint64_t count_inputs(const std::vector<std::filesystem::path>& paths);

}  // namespace tangthu::cli
