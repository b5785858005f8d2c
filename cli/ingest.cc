#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/batch_run.h"
#include "cli/commands.h"
#include "cli/index_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

struct Options {
  TakingInOptions taking_in;
  FileInputs inputs;
  bool resumes = false;
  std::string resume;  // empty: the only batch that waits
};

Result<int> begin(Context& context, Target& target, const Options& options) {
  target.approval = TRY(scan_approval(target, options.taking_in));
  const BatchSettings settings{"ingest " + format_utc(now_utc()), options.taking_in,
                               files_origin(options.inputs.paths)};
  const auto spool =
      TRY(vault::Spool::create(target.batches, target.owner, encode(settings)));
  return take_in_files(context, target, *spool, settings,
                       TRY(pdf_password(options.inputs)));
}

Result<int> resume(Context& context, Target& target, const Options& options) {
  const auto spool = TRY(open_batch(target, options.resume));
  const BatchSettings settings = TRY(decode_settings(spool->settings()));
  if (is_of_files(settings)) {
    target.approval = TRY(scan_approval_now(context, target, settings.taking_in));
    return take_in_files(context, target, *spool, settings,
                         TRY(pdf_password(options.inputs)));
  }
  return fail(ErrorCode::kUsage, "the batch was begun by 'tangthu scan'",
              "go on with it by 'tangthu scan --resume'");
}

Result<int> ingest(Context& context, const Options& options) {
  if (!options.resumes) {
    if (options.inputs.paths.empty()) {
      return fail(ErrorCode::kUsage, "there is no file to take in",
                  "name files, folders or archives");
    }
    TRY(digitise_options(context, options.taking_in));
  }
  Target target;
  TRY(open_target(context, options.taking_in, nullptr, target));
  const int code = TRY(options.resumes ? resume(context, target, options)
                                       : begin(context, target, options));
  merge_if_due(context, target.opened.session.get());
  return code;
}

}  // namespace

void add_ingest(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "ingest", "take in files, folders and archives of them; prints each document's id");
  add_input_options(*command, options->inputs);
  auto* const resume = command
                           ->add_option("--resume", options->resume,
                                        "go on with a run that a crash cut short")
                           ->expected(0, 1)
                           ->type_name("[ID]");
  add_taking_in_options(*command, options->taking_in);
  add_batch_options(*command, options->taking_in.batch);
  for (const char* option : {"FILE", "--level"})
    command->get_option(option)->required(false);
  command->callback([options, resume, &chosen] {
    options->resumes = resume->count() > 0;
    chosen = [options](Context& context) { return ingest(context, *options); };
  });
}

}  // namespace tangthu::cli
