#include "scanner/device/fault.h"

#include <cstring>
#include <utility>

namespace tangthu::scanner {
namespace {

Error error_of_driver(DeviceFault fault) {
  switch (fault) {
    case DeviceFault::kNoAnswer:
      return {
          ErrorCode::kBadInput, "the scanner does not answer",
          "check its cable and power, switch it off and on, lay a sheet that was under "
          "way back on the stack and scan on from it; the pages before it are kept"};
    case DeviceFault::kNoService:
      return {ErrorCode::kUnexpected, "the scanner service SANE can't start",
              "install libsane1 and check /etc/sane.d"};
    case DeviceFault::kNoScanner:
      return {ErrorCode::kBadInput, "no scanner was found",
              "check its cable and power, or name it with --device"};
    case DeviceFault::kUnknownDevice:
      return {ErrorCode::kUsage, "there is no scanner of this name",
              "check that it is switched on, and its name with scan --list-devices"};
    case DeviceFault::kNoPermission:
      return {ErrorCode::kBadInput, "this user may not use the scanner",
              "add the user to the group scanner, log in again and scan again"};
    case DeviceFault::kBusy:
      return {ErrorCode::kSealedOrBusy, "the scanner is busy",
              "wait until the other program has finished, then scan again"};
    case DeviceFault::kNoMemory:
      return {ErrorCode::kUnexpected, "the scanner's driver ran out of memory",
              "scan at a lower resolution or a smaller area"};
    default:
      return {ErrorCode::kBadInput, "the scanner's driver failed",
              "switch the scanner off and on, lay a sheet that was under way back on the "
              "stack and scan on from it; the pages before it are kept"};
  }
}

Error error_of_paper(DeviceFault fault) {
  switch (fault) {
    case DeviceFault::kJammed:
      return {ErrorCode::kBadInput, "the paper is jammed in the feeder",
              "open the cover, take the sheet out, lay it smooth on top of the rest of "
              "the stack and scan on from it; the pages before it are kept"};
    case DeviceFault::kDoubleFeed:
      return {ErrorCode::kBadInput, "two sheets went through the feeder together",
              "take them out, part them, lay them on top of the rest of the stack and "
              "scan on from them; the pages before them are kept"};
    case DeviceFault::kNoPaper:
      return {ErrorCode::kBadInput, "there is no paper in the feeder",
              "put the sheets in, or scan from the glass with --source flatbed"};
    case DeviceFault::kCoverOpen:
      return {ErrorCode::kBadInput, "the scanner's cover is open",
              "lay the sheet under way back on the stack, close the cover and scan on "
              "from it; the pages before it are kept"};
    case DeviceFault::kConnection:
      return {
          ErrorCode::kBadInput, "the connection to the scanner failed",
          "check its cable and power, switch it off and on, lay a sheet that was under "
          "way back on the stack and scan on from it; the pages before it are kept"};
    case DeviceFault::kCancelled:
      return {ErrorCode::kInterrupted, "the scan was cancelled at the scanner",
              "scan again"};
    case DeviceFault::kTooManyPages:
      return {ErrorCode::kBadInput, "there are more than 2000 pages in the feeder",
              "scan them in several batches"};
    default:
      return error_of_driver(fault);
  }
}

Error error_of_settings(DeviceFault fault) {
  switch (fault) {
    case DeviceFault::kSettingsRefused:
      return {ErrorCode::kUsage, "the scanner refuses these settings",
              "check the options with scan --list-options"};
    case DeviceFault::kNoFlatbed:
      return {ErrorCode::kUsage, "the scanner has no flatbed",
              "scan from its feeder with --source adf or --source adf-duplex"};
    case DeviceFault::kNoFeeder:
      return {ErrorCode::kUsage, "the scanner has no such feeder",
              "choose another --source, or see scan --list-options"};
    case DeviceFault::kNotTwoSided:
      return {ErrorCode::kUsage, "the scanner can't be told to scan both sides",
              "use --source adf, or set the option that it has for this with --option"};
    case DeviceFault::kResolutionTooHigh:
      return {ErrorCode::kUsage, "the scanner has no resolution as high as this",
              "see the values that it takes with scan --list-options"};
    case DeviceFault::kNoSuchMode:
      return {ErrorCode::kUsage, "the scanner has no such mode",
              "choose another --mode, or see scan --list-options"};
    case DeviceFault::kPaperTooLarge:
      return {ErrorCode::kUsage, "the scanner takes no paper as large as this",
              "choose a smaller --page-size, or leave it out"};
    case DeviceFault::kNoPaperSize:
      return {ErrorCode::kUsage, "the scanner can't be told the size of the paper",
              "leave --page-size out"};
    case DeviceFault::kNoDoubleFeedDetection:
      return {ErrorCode::kUsage, "the scanner can't detect two sheets that go together",
              "choose --double-feed auto, and count the sheets: --expect-sheets N"};
    case DeviceFault::kUnknownOption:
      return {ErrorCode::kUsage, "the scanner has no such option",
              "see its options with scan --list-options"};
    case DeviceFault::kReadOnlyOption:
      return {ErrorCode::kUsage, "this option of the scanner can't be set from here",
              "leave it out"};
    case DeviceFault::kInactiveOption:
      return {ErrorCode::kUsage, "other settings switch this option of the scanner off",
              "set the option that it depends on first, or leave it out"};
    case DeviceFault::kBadOptionValue:
      return {ErrorCode::kUsage, "the scanner does not take this value for the option",
              "see the values that it takes with scan --list-options"};
    default:
      return error_of_paper(fault);
  }
}

Error error_of_page(DeviceFault fault) {
  switch (fault) {
    case DeviceFault::kShortPage:
      return {ErrorCode::kBadInput, "the scanner sent less than a page",
              "scan the page again"};
    case DeviceFault::kUnknownPixels:
      return {ErrorCode::kBadInput, "the scanner sends pixels of an unknown kind",
              "choose another mode or depth with --option"};
    case DeviceFault::kOutsideLimits:
      return {ErrorCode::kBadInput, "the scanner sends a page outside the limits",
              "scan at a lower resolution or a smaller area"};
    case DeviceFault::kPassesDiffer:
      return {ErrorCode::kBadInput, "the scanner's colour passes differ in size",
              "scan the page again"};
    case DeviceFault::kColoursMissing:
      return {ErrorCode::kBadInput, "the scanner sent an incomplete set of colours",
              "choose another mode with --option mode=..."};
    default:
      return error_of_settings(fault);
  }
}

}  // namespace

Error error_of(DeviceFault fault, std::string subject) {
  return error_of_page(fault).about(std::move(subject));
}

Failure device_failure(DeviceFault fault, std::string subject) {
  return Failure(error_of(fault, std::move(subject)));
}

DeviceFault fault_of(const Error& error) {
  for (std::uint32_t n = 1; n <= static_cast<std::uint32_t>(kLastDeviceFault); ++n) {
    const auto fault = static_cast<DeviceFault>(n);
    if (std::strcmp(error_of(fault, {}).text(), error.text()) == 0) return fault;
  }
  return DeviceFault::kOutsideLimits;
}

}  // namespace tangthu::scanner
