#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/batch_run.h"
#include "cli/commands.h"
#include "cli/device_words.h"
#include "cli/index_words.h"
#include "cli/message.h"
#include "cli/scan_plan.h"
#include "cli/taking_in.h"
#include "cli/two_passes.h"
#include "scanner/device.h"
#include "scanner/profile/profile.h"

namespace tangthu::cli {
namespace {

struct Options {
  TakingInOptions taking_in;
  ScanWords words;
  bool resumes = false;
  std::string resume;  // empty: the only batch that waits
  bool list_devices = false;
  bool list_options = false;
  bool list_profiles = false;
};

Result<int> print_devices(Context& context) {
  for (const scanner::DeviceInfo& device : TRY(scanner::list_devices())) {
    context.result({{"device", device.name},
                    {"vendor", device.vendor},
                    {"model", device.model},
                    {"type", device.type}},
                   device.name + "  " + device.vendor + " " + device.model + " (" +
                       device.type + ")");
  }
  return 0;
}

// A gamma table has thousands of numbers: enough of it for a person.
std::string shortened(const std::string& value) {
  constexpr std::size_t kShown = 60;
  return value.size() <= kShown ? value : value.substr(0, kShown) + "...";
}

Result<int> print_options(Context& context, const std::string& device) {
  for (const scanner::OptionInfo& option : TRY(scanner::list_options(device))) {
    const char* known = device_option_words(option.name);
    const std::string words = known != nullptr ? known : option.title;
    context.result(
        {{"name", option.name},
         {"words", words},
         {"title", option.title},
         {"type", option.type},
         {"unit", option.unit},
         {"constraint", option.constraint},
         {"value", option.value},
         {"active", option.active},
         {"settable", option.settable}},
        option.name + "  [" + shortened(option.value) +
            (option.unit.empty() ? "" : " " + option.unit) + "]  " + words +
            (option.constraint.empty() ? "" : "  (" + option.constraint + ")"));
  }
  return 0;
}

Result<int> print_profiles(Context& context) {
  const auto folders = scanner::profile_folders();
  int bad = 0;
  for (const auto& [name, file] : scanner::list_profiles(folders)) {
    const auto profile = scanner::load_profile(file.string(), folders);
    if (!profile) {
      context.error(file.string(), profile.error());
      ++bad;
      continue;
    }
    context.result({{"profile", name},
                    {"file", file.string()},
                    {"device", profile->choices.device},
                    {"description", profile->description}},
                   name + "  " + file.string() +
                       (profile->description.empty() ? "" : "  " + profile->description));
  }
  return bad == 0 ? 0 : static_cast<int>(ErrorCode::kSomeFailed);
}

Result<Feeder> open_feeder(ScanPlan& plan, const archive::BatchJournal* goes_on) {
  plan.scan.device = TRY(scanner::find_device(plan.scan.device));
  if (!plan.two_pass) return Feeder{TRY(scanner::open_device(plan.scan)), {}};
  const auto pass = goes_on == nullptr ? scanner::Pass::kFronts : goes_on->pass();
  const int came_before = goes_on == nullptr ? 0 : goes_on->pass_pages();
  const auto turned = [options = plan.scan] {
    return Result<std::unique_ptr<scanner::PageSource>>(scanner::pass_pages(
        two_passes(options, StackIs::kToBeTurned), scanner::Pass::kBacks));
  };
  const StackIs stack =
      pass == scanner::Pass::kBacks ? StackIs::kTurned : StackIs::kToBeTurned;
  return Feeder{scanner::pass_pages(two_passes(plan.scan, stack), pass, came_before),
                turned};
}

Result<int> begin(Context& context, Target& target, Options& options, ScanPlan& plan) {
  if (plan.both_sides()) options.taking_in.batch.two_sided = true;
  options.taking_in.quality = plan.quality;
  const BatchSettings settings{
      "scan " + format_utc(now_utc()), options.taking_in, scan_origin(options.words),
      plan.two_pass ? archive::Passes::kTwo : archive::Passes::kOne};
  TRY(digitise_options(context, options.taking_in));
  target.approval = TRY(scan_approval(target, options.taking_in));
  Feeder feeder = TRY(open_feeder(plan, nullptr));
  const auto spool =
      TRY(vault::Spool::create(target.batches, target.owner, encode(settings)));
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool,
                                settings.passes);
  return capture_batch(context, target, *spool, journal, settings, std::move(feeder),
                       LastDocument::kWhole);
}

Result<int> resume(Context& context, Target& target, Options& options) {
  const auto spool = TRY(open_batch(target, options.resume));
  const BatchSettings settings = TRY(decode_settings(spool->settings()));
  TRY(take_origin(settings, options.words));
  ScanPlan plan = TRY(plan_of(options.words, interrupted()));
  plan.two_pass = settings.passes == archive::Passes::kTwo;
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool,
                                settings.passes);
  TRY(load_journal(context, target, journal));
  Feeder feeder;
  if (!journal.has_ended()) {
    TRY(journal.begin_at_sheet(settings.taking_in.batch.two_sided ? 2 : 1));
    feeder = TRY(open_feeder(plan, &journal));
  }
  target.approval = TRY(scan_approval_now(context, target, settings.taking_in));
  return capture_batch(context, target, *spool, journal, settings, std::move(feeder),
                       LastDocument::kWhole);
}

Result<int> scan(Context& context, Options& options) {
  if (options.list_devices) return print_devices(context);
  if (options.list_profiles) return print_profiles(context);
  ScanPlan plan = TRY(plan_of(options.words, interrupted()));
  if (options.list_options) {
    return print_options(context, TRY(scanner::find_device(plan.scan.device)));
  }
  if (!options.resumes) {
    TRY(parse_label(options.taking_in.level, options.taking_in.compartments));
  }
  Target target;
  TRY(open_target(context, options.taking_in, nullptr, target));
  const int code = TRY(options.resumes ? resume(context, target, options)
                                       : begin(context, target, options, plan));
  merge_if_due(context, target.opened.session.get());
  return code;
}

void add_choices(CLI::App& command, Options& options) {
  command
      .add_option("--profile", options.words.profile,
                  "what this scanner needs: the name of a profile, or a TOML file")
      ->type_name("NAME|FILE");
  command
      .add_option("--device", options.words.device,
                  "SANE device, or a pattern like 'Fujitsu*' (default: the first)")
      ->type_name("D");
  command.add_option("--source", options.words.source, "where the paper lies")
      ->check(CLI::IsMember({"flatbed", "adf", "adf-duplex"}));
  command.add_option("--resolution", options.words.resolution_dpi, "dots per inch")
      ->check(CLI::Range(kMinDpi, kMaxDpi));
  command.add_option("--mode", options.words.mode, "what the pages' colours become")
      ->check(CLI::IsMember({"color", "gray", "lineart"}));
  command
      .add_option("--page-size", options.words.page_size,
                  "A3, A4, A5, A6, letter, legal, or WIDTHxHEIGHT in millimetres")
      ->type_name("SIZE");
  command
      .add_option(
          "--double-feed", options.words.double_feed,
          "stop when two sheets go together: where the scanner can, always, never")
      ->check(CLI::IsMember({"auto", "on", "off"}));
  command.add_flag("--two-pass", options.words.two_pass,
                   "both sides by a feeder that reads one: the stack goes through twice");
  command
      .add_option("--option", options.words.device_options,
                  "set an option of the device by its SANE name; may be repeated")
      ->type_name("NAME=VALUE");
}

}  // namespace

void add_scan(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "scan", "scan pages into a document, or several; prints their ids");
  add_choices(*command, *options);
  command->add_flag("--list-devices", options->list_devices, "show the scanners and end");
  command->add_flag("--list-options", options->list_options,
                    "show the device's options and end");
  command->add_flag("--list-profiles", options->list_profiles,
                    "show the profiles and end");
  auto* const resume =
      command
          ->add_option("--resume", options->resume,
                       "go on with a batch that a fault or a crash cut short")
          ->expected(0, 1)
          ->type_name("[ID]");
  add_taking_in_options(*command, options->taking_in);
  add_batch_options(*command, options->taking_in.batch);
  command->get_option("--level")->required(false);
  command->callback([options, resume, &chosen] {
    options->resumes = resume->count() > 0;
    chosen = [options](Context& context) { return scan(context, *options); };
  });
}

}  // namespace tangthu::cli
