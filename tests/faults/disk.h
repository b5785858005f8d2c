// A disk that fails as it is told, below everything: the test program's own open, write,
// fsync, rename and so on take the place of the C library's, also for RocksDB, and watch
// one folder.
//
// A write becomes durable by fsync or fdatasync of its file, a name by fsync of its
// folder; until then the disk remembers how to undo it, and a power cut does.
// Thread rule: any thread for what is watched; the functions below from one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace tangthu::faults {

enum class Fault {
  kNone,
  kIoError,    // the operation fails with EIO, once
  kNoSpace,    // from here on whatever takes room fails with ENOSPC
  kTornWrite,  // half of a write is done, then the machine dies; all else had reached it
  kPowerCut,   // the machine dies; what was not synced is gone
  kZeroes,     // the same, but names had reached the disk before their contents
  kLostSync,   // one sync is confirmed and does nothing; the machine dies a step later
};
inline constexpr Fault kAllFaults[] = {Fault::kIoError,   Fault::kNoSpace,
                                       Fault::kTornWrite, Fault::kPowerCut,
                                       Fault::kZeroes,    Fault::kLostSync};
std::string_view fault_name(Fault fault);

// Watches what happens below `folder` from now on; the `at`-th write point has the fault.
// `attic` is a folder of the same file system, where removed files wait for a power cut.
void watch(const std::filesystem::path& folder, const std::filesystem::path& attic,
           Fault fault, std::uint64_t at);
std::uint64_t write_points();  // that were seen since watch()
// Whether the fault has happened, and where: the operation and the file's name.
bool struck();
std::string_view struck_at();

// No operation has any effect from now on.
void die();
// Ends the watch as the fault says: with what was not synced, or without.
void end_watch(Fault fault);

}  // namespace tangthu::faults
