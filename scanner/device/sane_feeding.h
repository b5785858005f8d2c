// What the paper needs of a device: its size, and that two sheets don't go for one.
#pragma once

#include <string>

#include "base/result.h"
#include "scanner/device.h"
#include "scanner/device/sane_options.h"

namespace tangthu::scanner {

// Page width and height where the device has them (feeders that centre the sheet), and
// the area to scan from its first corner. A device a little smaller than the paper takes
// all that it can; one much smaller refuses.
Result<void> set_paper(SaneOptions& device, const PaperSize& paper, int dpi,
                       const std::string& name);

// By the table in double_feed_options.h; the options are to be set after the source,
// since most exist in a feeder only.
Result<void> set_double_feed(SaneOptions& device, DoubleFeed wanted, FeedSource source,
                             const std::string& name);

// Whether the jam that was just reported is a double feed, as far as the device knows:
// SANE has one status for both.
bool was_double_feed(const SaneOptions& device);

}  // namespace tangthu::scanner
