#include "scanner/break_off.h"

#include "scanner/device/fault.h"

namespace tangthu::scanner {

BreakOff break_off_of(const Error& error) {
  switch (fault_of(error)) {
    case DeviceFault::kJammed:
      return BreakOff::kJam;
    case DeviceFault::kDoubleFeed:
      return BreakOff::kDoubleFeed;
    case DeviceFault::kCoverOpen:
      return BreakOff::kCoverOpen;
    case DeviceFault::kNoPaper:
      return BreakOff::kFeederEmpty;
    case DeviceFault::kConnection:
      return BreakOff::kConnection;
    case DeviceFault::kDriverFailed:
    case DeviceFault::kNoAnswer:
    case DeviceFault::kNoMemory:
      return BreakOff::kDriver;
    case DeviceFault::kShortPage:
    case DeviceFault::kUnknownPixels:
    case DeviceFault::kOutsideLimits:
    case DeviceFault::kPassesDiffer:
    case DeviceFault::kColoursMissing:
      return error.code() == ErrorCode::kInterrupted ? BreakOff::kCancelled
                                                     : BreakOff::kBadPage;
    case DeviceFault::kCancelled:
      return BreakOff::kCancelled;
    default:
      return BreakOff::kOther;
  }
}

bool sheet_was_under_way(BreakOff why) {
  switch (why) {
    case BreakOff::kFeederEmpty:
    case BreakOff::kOther:
      return false;
    default:
      return true;
  }
}

}  // namespace tangthu::scanner
