// What can go wrong at a scanner: a number on the pipe, words for a person on both sides.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace tangthu::scanner {

enum class DeviceFault : std::uint32_t {
  kDriverFailed = 1,
  kNoAnswer = 2,
  kNoService = 3,
  kNoScanner = 4,
  kUnknownDevice = 5,
  kJammed = 6,
  kNoPaper = 7,
  kCoverOpen = 8,
  kConnection = 9,
  kNoPermission = 10,
  kBusy = 11,
  kCancelled = 12,
  kNoMemory = 13,
  kSettingsRefused = 14,
  kShortPage = 15,
  kNoFlatbed = 16,
  kNoFeeder = 17,
  kNotTwoSided = 18,
  kResolutionTooHigh = 19,
  kUnknownOption = 20,
  kReadOnlyOption = 21,
  kInactiveOption = 22,
  kBadOptionValue = 23,
  kUnknownPixels = 24,
  kOutsideLimits = 25,
  kPassesDiffer = 26,
  kColoursMissing = 27,
  kTooManyPages = 28,
  kDoubleFeed = 29,
  kNoSuchMode = 30,
  kPaperTooLarge = 31,
  kNoPaperSize = 32,
  kNoDoubleFeedDetection = 33,
};
inline constexpr auto kLastDeviceFault = DeviceFault::kNoDoubleFeedDetection;

// Said of `subject`, a device or an option. Numbers from outside the enum (the process
// may be hostile) mean that the driver failed.
Error error_of(DeviceFault fault, std::string subject);
Failure device_failure(DeviceFault fault, std::string subject);

// Which of them the error is: its text tells. Others, which a driver brought about in the
// rooms below, mean a page outside the limits.
DeviceFault fault_of(const Error& error);

}  // namespace tangthu::scanner
