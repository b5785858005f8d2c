// Scanning devices, through SANE. The only file pair that includes sane.h is
// scanner/sane.{h,cc}'s implementation; this header is free of it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {

enum class FeedSource { kFlatbed, kFeeder, kFeederDuplex };

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
  // Set last and in order, by SANE option name; values as scanimage takes them.
  std::vector<std::pair<std::string, std::string>> device_options;
};

Result<std::vector<DeviceInfo>> list_devices();

// Opens the device and sets its options. A flatbed gives one page; a feeder gives pages
// until it is empty. next() fails with kStorage-free errors that name the device and the
// remedy: jam, cover open, empty from the start, busy, access denied, I/O error; pages
// handed out before stay good.
// Thread rule: one thread at a time, one open device a process.
Result<std::unique_ptr<PageSource>> open_device(const ScanOptions& options);

// The master of a scanned page: lossless PNG with its resolution.
Result<Bytes> encode_png(const Page& page);

}  // namespace tangthu::scanner
