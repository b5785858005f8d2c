// Both sides by a feeder that reads one: what the operator is asked on the way.
#pragma once

#include "scanner/batch/two_pass.h"
#include "scanner/device.h"

namespace tangthu::cli {

// Asks at the terminal; kUsage where there is none, kInterrupted when interrupted().
scanner::TwoPasses two_passes(const scanner::ScanOptions& options);

}  // namespace tangthu::cli
