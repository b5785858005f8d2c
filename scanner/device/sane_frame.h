// One page from a device: the frames of a started scan → pixels.
//
// Frames are GRAY, RGB or three of RED, GREEN, BLUE, at 1, 8 or 16 bits a sample (SANE
// standard 1.06, 3.2 and 4.3.9). One bit grey is black where set, one bit colour is
// bright where set; 16 bits are rounded to 8. A height that is not announced grows up to
// the limits of base/page.h.
#pragma once

#include <functional>
#include <optional>

#include "base/page.h"
#include "base/result.h"
#include "scanner/device/sane_session.h"

namespace tangthu::scanner {

// Starts and reads a whole page. Nothing when the feeder is empty: the device says so
// before the first byte. The device is left as it is (a feeder goes on from there).
//
// `go_on` is called whenever the device has given a sign of life; when it says false, the
// page is given up.
Result<std::optional<Page>> read_page(SaneDevice& device, int dpi,
                                      const std::function<bool()>& go_on);

}  // namespace tangthu::scanner
