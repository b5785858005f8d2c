// Two-pass duplex: a feeder that reads one side takes the stack twice. First all fronts
// in order; then the stack is turned over as a whole and fed again, so that the backs
// come in reverse order, the last sheet's first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"

namespace tangthu::scanner {

enum class Pass : std::uint8_t { kFronts, kBacks };

struct Side {
  Pass pass;
  std::size_t index;  // 0-based, in the order in which the pass gave them
  bool operator==(const Side&) const = default;
};

// Front 1, back 1, front 2, back 2, … kBadInput where the passes don't agree: two sheets
// went through together, or one was forgotten, and nobody can tell which. Nothing is
// guessed and nothing taken.
Result<std::vector<Side>> collate(std::size_t fronts, std::size_t backs);

}  // namespace tangthu::scanner
