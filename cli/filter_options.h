// The filters that `search` and `list` share.
#pragma once

#include <string>

#include "archive/search.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

struct FilterOptions {
  std::string level;
  archive::Filter filter;
};

void add_filter_options(CLI::App& command, FilterOptions& options);
Result<archive::Filter> parse_filter(const FilterOptions& options);

}  // namespace tangthu::cli
