// The stages of cleaning on the command line.
#pragma once

#include <string>
#include <vector>

#include "scanner/clean/stage_report.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

// --without STAGE,...; a name that is no stage is bad usage.
void add_stage_options(CLI::App& command, std::vector<std::string>& without);
// Of names that were checked.
scanner::StageSet stage_set(const std::vector<std::string>& names);

}  // namespace tangthu::cli
