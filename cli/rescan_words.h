// Pages that should be scanned again, in words.
#pragma once

#include <string>

#include "archive/record.h"
#include "cli/context.h"

namespace tangthu::cli {

// A message a page, with the reasons and what to do.
void print_rescans(const Context& context, const archive::Record& record);
// Whether a warning is one of those that print_rescans says page by page.
bool is_of_a_page(const std::string& warning);

}  // namespace tangthu::cli
