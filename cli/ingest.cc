#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/taking_in.h"

namespace tangthu::cli {

void add_ingest(CLI::App& app, Command& chosen) {
  struct Options {
    TakingInOptions taking_in;
    std::vector<std::filesystem::path> inputs;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "ingest", "take in files, folders and archives of them; prints each document's id");
  command
      ->add_option("FILE", options->inputs, "PNG, JPEG, TIFF, PDF, ZIP, TAR, or a folder")
      ->required();
  add_taking_in_options(*command, options->taking_in);
  add_batch_options(*command, options->taking_in.batch);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) {
      return take_in(context, archive::intake_of_files(options->inputs),
                     options->taking_in);
    };
  });
}

}  // namespace tangthu::cli
