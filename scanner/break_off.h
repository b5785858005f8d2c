// Why a scan broke off: what a program that goes on with the batch has to know. Words for
// a person are in the error itself.
#pragma once

#include <cstdint>

#include "base/error.h"

namespace tangthu::scanner {

enum class BreakOff : std::uint8_t {
  kJam,         // the sheet is in the feeder's way
  kDoubleFeed,  // two sheets went together
  kCoverOpen,
  kFeederEmpty,  // from the start; later it is the end of the batch and no error
  kConnection,   // cable, power, network, I/O error
  kDriver,       // it crashed, hung or spoke nonsense
  kBadPage,      // a page came cut short, or of a kind that can't be kept
  kCancelled,    // by a person, at the scanner or here
  kOther,        // busy, no permission, settings: no sheet has moved
};

// For an error from open_device or from the PageSource that it gave (scanner/device.h).
BreakOff break_off_of(const Error& error);

// Whether a sheet was under way: it lies in the scanner or behind it, its page was not
// handed out, and it has to be fed again.
bool sheet_was_under_way(BreakOff why);

}  // namespace tangthu::scanner
