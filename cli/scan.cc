#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/batch_run.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/taking_in.h"
#include "scanner/device.h"

namespace tangthu::cli {
namespace {

struct Options {
  TakingInOptions taking_in;
  scanner::ScanOptions scan;
  std::string source = "flatbed";
  std::vector<std::string> device_options;
  bool resumes = false;
  std::string resume;  // empty: the only batch that waits
  bool list_devices = false;
  bool list_options = false;
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

Result<int> print_options(Context& context, const std::string& device) {
  for (const scanner::OptionInfo& option : TRY(scanner::list_options(device))) {
    context.result(
        {{"name", option.name},
         {"title", option.title},
         {"type", option.type},
         {"unit", option.unit},
         {"constraint", option.constraint},
         {"value", option.value},
         {"active", option.active},
         {"settable", option.settable}},
        option.name + "  [" + option.value + " " + option.unit + "]  " + option.title +
            (option.constraint.empty() ? "" : "  (" + option.constraint + ")"));
  }
  return 0;
}

scanner::FeedSource feed_source(const std::string& name) {
  if (name == "adf") return scanner::FeedSource::kFeeder;
  if (name == "adf-duplex") return scanner::FeedSource::kFeederDuplex;
  return scanner::FeedSource::kFlatbed;
}

Json device_settings(const Options& options) {
  return {{"device", options.scan.device},
          {"source", options.source},
          {"resolution", options.scan.resolution_dpi},
          {"options", options.device_options}};
}

Result<void> take_settings(const BatchSettings& settings, Options& options) {
  try {
    settings.origin.at("device").get_to(options.scan.device);
    settings.origin.at("source").get_to(options.source);
    settings.origin.at("resolution").get_to(options.scan.resolution_dpi);
    settings.origin.at("options").get_to(options.device_options);
  } catch (const Json::exception&) {
    return fail(ErrorCode::kUsage, "the batch was not begun by 'tangthu scan'",
                "end it with 'tangthu batches finish'");
  }
  return {};
}

Result<std::unique_ptr<scanner::PageSource>> open_device(Options& options) {
  options.scan.source = feed_source(options.source);
  for (const std::string& setting : options.device_options) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorCode::kUsage, "a device option is not of the form NAME=VALUE",
                  "'tangthu scan --list-options' shows the names", setting);
    }
    options.scan.device_options.emplace_back(setting.substr(0, equals),
                                             setting.substr(equals + 1));
  }
  options.scan.interrupted = &interrupted();
  return scanner::open_device(options.scan);
}

Result<int> begin(Context& context, const Target& target, Options& options) {
  if (options.source == "adf-duplex") options.taking_in.batch.two_sided = true;
  const BatchSettings settings{"scan " + format_utc(now_utc()), options.taking_in,
                               device_settings(options)};
  TRY(digitise_options(context, options.taking_in));
  auto device = TRY(open_device(options));
  const auto spool =
      TRY(vault::Spool::create(target.batches, target.owner, encode(settings)));
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool);
  return capture_batch(context, target, *spool, journal, settings, std::move(device),
                       LastDocument::kWhole);
}

Result<int> resume(Context& context, const Target& target, Options& options) {
  const auto spool = TRY(open_batch(target, options.resume));
  const BatchSettings settings = TRY(decode_settings(spool->settings()));
  TRY(take_settings(settings, options));
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool);
  TRY(load_journal(context, target, journal));
  std::unique_ptr<scanner::PageSource> device;
  if (!journal.has_ended()) {
    TRY(journal.begin_at_sheet(settings.taking_in.batch.two_sided ? 2 : 1));
    device = TRY(open_device(options));
  }
  return capture_batch(context, target, *spool, journal, settings, std::move(device),
                       LastDocument::kWhole);
}

Result<int> scan(Context& context, Options& options) {
  if (options.list_devices) return print_devices(context);
  if (options.list_options) return print_options(context, options.scan.device);
  if (!options.resumes)
    TRY(parse_label(options.taking_in.level, options.taking_in.compartments));
  Target target;
  TRY(open_target(context, options.taking_in, nullptr, target));
  return options.resumes ? resume(context, target, options)
                         : begin(context, target, options);
}

}  // namespace

void add_scan(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "scan", "scan pages into a document, or several; prints their ids");
  command
      ->add_option("--device", options->scan.device, "SANE device (default: the first)")
      ->type_name("D");
  command->add_option("--source", options->source, "where the paper lies")
      ->check(CLI::IsMember({"flatbed", "adf", "adf-duplex"}));
  command->add_option("--resolution", options->scan.resolution_dpi, "dots per inch")
      ->check(CLI::Range(kMinDpi, kMaxDpi));
  command
      ->add_option("--option", options->device_options,
                   "set an option of the device by its SANE name; may be repeated")
      ->type_name("NAME=VALUE");
  command->add_flag("--list-devices", options->list_devices, "show the scanners and end");
  command->add_flag("--list-options", options->list_options,
                    "show the device's options and end");
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
