// Scanning devices, through SANE. Its drivers run in the process of a helper program,
// tangthu-device, one for each call of list_devices and list_options and one for each
// PageSource: what a driver does there (crash, hang, end threads by force) is an error
// here and nothing worse. The only files that include SANE's headers are
// scanner/device/sane_*.{h,cc}.
//
// Device names are SANE's own: "airscan:e0:Brother", "fujitsu:fi-7160:1234". Two that
// need no scanner come with SANE and open by name even where dll.conf does not list them:
// "pnm:0" reads the image file of its option filename, "test:0" draws test pictures and
// simulates faults.
//
// Thread rule: all is for any thread; a PageSource for one at a time. Nothing waits for a
// device longer than scanner/device/limits.h says. The environment (SANE_CONFIG_DIR and
// the like) must not change during a call.
//
// Errors, all with the device's or the option's name as subject:
//   kUsage         no such device; unknown option, a value that it does not take, an
//   option
//                  that can't be set, no such paper source, settings the device refuses
//   kSealedOrBusy  another program is scanning
//   kBadInput      no scanner at all, paper jam, double feed, open cover, empty feeder,
//   I/O error, no
//                  permission, a page past the limits of base/page.h or cut short; no
//                  answer in time, a driver that failed
//   kInterrupted   cancelled at the scanner, or by ScanOptions::interrupted
//   kUnexpected    SANE or its process can't start, or no memory
// Which of them an error is, for a program: scanner/break_off.h.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/page_source.h"
#include "scanner/paper_size.h"

namespace tangthu::scanner {

enum class FeedSource { kFlatbed, kFeeder, kFeederDuplex };

enum class ColourMode : std::uint8_t {
  kBest,  // colour where the device has it, else grey
  kColour,
  kGrey,
  kLineart,  // black and white
};

// Detection of two sheets that go through a feeder together, by the device itself.
enum class DoubleFeed : std::uint8_t {
  kWhereOffered,  // on in a feeder, where the device has it
  kRequired,      // kUsage where it has not
  kOff,
};

struct DeviceInfo {
  std::string name;  // SANE device name: "pnm:0", "airscan:e0:Brother"
  std::string vendor;
  std::string model;
  std::string type;
};

struct ScanOptions {
  std::string device;  // empty: the first one found
  FeedSource source = FeedSource::kFlatbed;
  int resolution_dpi = 300;
  // Set last and in order, by SANE option name; values as scanimage takes them. What is
  // named here (source, mode, resolution) is not set by tangthu.
  std::vector<std::pair<std::string, std::string>> device_options;
  // When it becomes true, waiting for the device ends at once. May be null; must outlive
  // the source.
  const std::atomic<bool>* interrupted = nullptr;
  ColourMode mode = ColourMode::kBest;
  PaperSize paper = {};  // not given: what the device starts with
  DoubleFeed double_feed = DoubleFeed::kWhereOffered;
};

// One option of a device, in words, for a person to read.
struct OptionInfo {
  std::string name;   // "resolution"
  std::string title;  // "Scan resolution", as the driver calls it
  std::string type;   // bool, int, fixed, string, button
  std::string unit;   // dpi, mm, px, bit, %, us; empty when there is none
  std::string
      constraint;      // "75|150|300", "0..216.07 in steps of 0.1"; empty when any goes
  std::string value;   // the current one; empty when it can't be read
  bool active = true;  // false: other settings switch it off
  bool settable = true;
};

// The scanners that SANE finds, also on the network: takes seconds. None is no error.
Result<std::vector<DeviceInfo>> list_devices();

// The options of a device as it is just after opening; `device` empty: the first found.
Result<std::vector<OptionInfo>> list_options(const std::string& device);

// Opens the device and sets its options: the paper source, the mode, the resolution,
// detection of double feeds, the size of the paper, then device_options. The resolution
// is the one asked for or the next finer one; a page's dpi is what the device then says
// of itself.
//
// A flatbed gives one page; a feeder gives pages until it is empty (an empty one at the
// start is an error), at most kMaxPagesPerFile. A sheet is fed when next() asks for its
// page and not before, so that the one before it can be in safety. After an error pages
// handed out before stay good, the page under way is lost and the source is at its end.
// The device is released at the end, on error and on destruction, whichever comes first;
// destruction in the middle of a batch waits two seconds for that, no longer.
Result<std::unique_ptr<PageSource>> open_device(const ScanOptions& options);

// The master of a scanned page: lossless PNG with its resolution (to the nearest dot a
// metre). Grey pages of pure black and white are stored at one bit a pixel.
Result<Bytes> encode_png(const Page& page);

}  // namespace tangthu::scanner
