// A clearance on the command line: --level, --compartment, --all-compartments.
#pragma once

#include <string>
#include <vector>

#include "base/level.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tangthu::cli {

struct ClearanceOptions {
  std::string level;
  std::vector<std::string> compartments;
  bool all_compartments = false;
};

// The option --level is returned.
CLI::Option* add_clearance_options(CLI::App& command, ClearanceOptions& options);
Result<Clearance> parse_clearance(const ClearanceOptions& options);

}  // namespace tangthu::cli
