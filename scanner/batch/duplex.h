// Two-pass duplex: a feeder that reads one side takes the stack twice. First all fronts
// in order; then the stack is turned over as a whole and fed again, so that the backs
// come in reverse order, the last sheet's first.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace tangthu::scanner {

enum class Pass : std::uint8_t { kFronts, kBacks };

// The place, from 1, of a page in front 1, back 1, front 2, back 2, …  `came_before`:
// pages of its pass; of a back less than `sheets`, which is how many fronts there are.
int collated_page(Pass pass, int came_before, int sheets);

// Of passes that don't agree: two sheets went through together, or one was forgotten, and
// nobody can tell which. Nothing is guessed.
Failure passes_differ();

}  // namespace tangthu::scanner
