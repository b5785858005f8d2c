// Both sides by a feeder that reads one: what the operator is asked on the way.
#pragma once

#include "scanner/batch/two_pass.h"
#include "scanner/device.h"

namespace tangthu::cli {

// Who goes on with a batch after its stack was turned has turned it: where there is no
// terminal, that is taken for the answer.
enum class StackIs : std::uint8_t { kToBeTurned, kTurned };

// Asks at the terminal; kUsage where there is none, kInterrupted when interrupted().
scanner::TwoPasses two_passes(const scanner::ScanOptions& options, StackIs stack);

}  // namespace tangthu::cli
