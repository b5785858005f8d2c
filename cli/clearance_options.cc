#include "cli/clearance_options.h"

#include <CLI/CLI.hpp>

#include "cli/taking_in.h"

namespace tangthu::cli {

CLI::Option* add_clearance_options(CLI::App& command, ClearanceOptions& options) {
  CLI::Option* level =
      command.add_option("--level", options.level, "thuong, mat, toi-mat, tuyet-mat");
  level->type_name("L");
  command
      .add_option("--compartment", options.compartments, "a compartment; may be repeated")
      ->type_name("C")
      ->needs(level);
  command
      .add_flag(
          "--all-compartments", options.all_compartments,
          "whatever compartments there are or will be, but the quarantine (cach-ly)")
      ->needs(level);
  return level;
}

Result<Clearance> parse_clearance(const ClearanceOptions& options) {
  const Label label = TRY(parse_label(options.level, options.compartments));
  return Clearance{label.level, label.compartments, options.all_compartments};
}

}  // namespace tangthu::cli
