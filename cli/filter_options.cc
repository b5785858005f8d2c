#include "cli/filter_options.h"

#include <CLI/CLI.hpp>

namespace tangthu::cli {

void add_filter_options(CLI::App& command, FilterOptions& options) {
  command.add_option("--level", options.level, "only this secrecy level")->type_name("L");
  command.add_option("--type", options.filter.type, "only this type, as \"Quyết định\"")
      ->type_name("T");
  command
      .add_option("--agency", options.filter.agency, "only bodies with this in the name")
      ->type_name("A");
  command.add_option("--from", options.filter.from, "only from this day on, YYYY-MM-DD")
      ->type_name("D");
  command.add_option("--to", options.filter.to, "only up to this day, YYYY-MM-DD")
      ->type_name("D");
  command.add_option("--dossier", options.filter.dossier, "only this dossier")
      ->type_name("C");
}

Result<archive::Filter> parse_filter(const FilterOptions& options) {
  archive::Filter filter = options.filter;
  if (!options.level.empty()) filter.level = TRY(parse_level(options.level));
  TRY(archive::check(filter));
  return filter;
}

}  // namespace tangthu::cli
