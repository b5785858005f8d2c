// Both sides of sheets by a feeder that reads one: all fronts, then the stack turned over
// as a whole, all backs. A pass that broke off with a sheet under way goes on when the
// person who was asked has said so. Where its pages belong: duplex.h.
// Thread rule: as for a PageSource; `ask` and `open` are called by the thread that asks
// for pages.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "scanner/batch/duplex.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {

struct TwoPasses {
  // The feeder, once a pass and once more after each break.
  std::function<Result<std::unique_ptr<PageSource>>()> open;
  // Before the second pass (no error), and when a pass broke off with a sheet under way.
  // `pages` of this pass have come. Returns when the feeder is ready; an error gives up.
  std::function<Result<void>(Pass pass, int pages, const Error* broke_off)> ask;
};

// The pages of one pass, in the order in which they are fed. Of a pass that an earlier
// process began so many came before; a feeder that is empty then was through already.
// Errors: those of the feeder, and of `ask`.
std::unique_ptr<PageSource> pass_pages(TwoPasses passes, Pass pass, int came_before = 0);

}  // namespace tangthu::scanner
