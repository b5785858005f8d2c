// The words for what a decoder process reports.
#pragma once

#include <string>

#include "base/error.h"
#include "scanner/decode/frames.h"

namespace tangthu::scanner {

// kBadInput with text and remedy, said of `subject`. Numbers from outside the enum (the
// process may be hostile) mean damage.
Error error_of(Fault fault, std::string subject);

// The decoder crashed, was stopped by its walls, or spoke nonsense.
Error decoder_failed(std::string subject);
Error decoder_too_slow(std::string subject);

}  // namespace tangthu::scanner
