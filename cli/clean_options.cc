#include "cli/clean_options.h"

#include <CLI/CLI.hpp>

namespace tangthu::cli {

void add_stage_options(CLI::App& command, std::vector<std::string>& without) {
  std::vector<std::string> names;
  for (const scanner::Stage stage : scanner::all_stages())
    names.emplace_back(scanner::stage_name(stage));
  command
      .add_option("--without", without,
                  "stages of cleaning to leave out: spread, orientation, deskew, dewarp, "
                  "resolution, border, colour, light, bleed, folds, holes, despeckle, "
                  "blank")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(std::move(names)).description(""))
      ->type_name("STAGE,...");
}

scanner::StageSet stage_set(const std::vector<std::string>& names) {
  scanner::StageSet set;
  for (const std::string& name : names) {
    if (const auto stage = scanner::find_stage(name)) set.add(*stage);
  }
  return set;
}

}  // namespace tangthu::cli
