// Both sides of sheets by a feeder that reads one: all fronts, then the stack turned over
// as a whole, all backs. Comes out as front, back, front, back, as from a duplex feeder.
//
// The last sheet's back comes first, so all pages are held until the stack is through: as
// lossless PNG, in memory only. A stack that broke off goes on in the middle of its pass,
// when the person who was asked has said so.
// Thread rule: as for a PageSource; `ask` and `open` are called by the thread that asks
// for pages.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "scanner/batch/duplex.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {

// What is held at most: some hundred sheets of A4 in colour.
inline constexpr std::size_t kMostHeldBytes = std::size_t{3} << 30;

struct TwoPasses {
  // The feeder, once a pass and once more after each break.
  std::function<Result<std::unique_ptr<PageSource>>()> open;
  // Before the second pass (no error), and when a pass broke off with a sheet under way.
  // `pages` of this pass have come. Returns when the feeder is ready; an error gives up.
  std::function<Result<void>(Pass pass, int pages, const Error* broke_off)> ask;
};

// The first page comes when the last has been fed. Errors: those of the feeder, kBadInput
// when the passes differ in number or the stack is too large; nothing is then taken.
std::unique_ptr<PageSource> two_pass_pages(TwoPasses passes);

}  // namespace tangthu::scanner
