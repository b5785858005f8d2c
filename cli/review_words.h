// How items of the review are shown, and what came of settling one.
#pragma once

#include <string>

#include "archive/review.h"
#include "cli/context.h"

namespace tangthu::cli {

// {"item","id","kind","field","page","value","confidence","level","compartments","file",
// "box"}. In lists the subject of a top secret is left out, as everywhere.
enum class Shown { kInList, kAlone };
Json item_json(const archive::ReviewItem& item, Shown how);
// "ID/number  0.31  mat (Mật)  scan.png, page 1: 81"
std::string item_line(const archive::ReviewItem& item, Shown how);

// Without what a terminal would obey: a paper's words, or a station's, may be anything.
std::string printable(const std::string& text);

void print_settled(const Context& context, const archive::ItemName& name,
                   const archive::Settled& settled);

}  // namespace tangthu::cli
