// What is asked of a scanner: in words, as the command line has them and batches keep
// them, and what they mean.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "cli/batch_settings.h"
#include "scanner/device.h"
#include "scanner/quality/quality.h"

namespace tangthu::cli {

struct ScanWords {
  std::string profile;
  std::string profile_text;  // what stood in it when the batch was begun
  std::string device;
  std::string source;  // words as on the command line; empty: not given
  std::string mode;
  std::string page_size;
  std::string double_feed;
  int resolution_dpi = 0;  // 0: not given
  std::vector<std::string> device_options;
  bool two_pass = false;
};

// What is to be done, with the profile's word heard.
struct ScanPlan {
  scanner::ScanOptions scan;
  scanner::QualityLimits quality;
  bool two_pass = false;
  bool both_sides() const {
    return two_pass || scan.source == scanner::FeedSource::kFeederDuplex;
  }
};

// Reads the profile, and keeps its text in the words. `interrupted` must outlive the
// scan. kUsage for words that mean nothing.
Result<ScanPlan> plan_of(ScanWords& words, const std::atomic<bool>& interrupted);

// For a batch's settings, and back. kUsage when the batch was begun otherwise.
Json scan_origin(const ScanWords& words);
Result<void> take_origin(const BatchSettings& settings, ScanWords& words);

}  // namespace tangthu::cli
